/* Signatures made and verified per second by OpenSSL's GOST engine, in process, on the three
 * curves of the national algorithms: `CURVE sign N verify N fresh N`, and for every folder named
 * its certificates and signed data: `FOLDER certificate N known N cms N`. The methods are those of
 * examples/rate.rs here and of examples/gost_rate.rs in pki: one thread, batches of five, three
 * quarters of a second each, the median batch. */

#include <openssl/cms.h>
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 5, MOST = 1 << 20 };
static double spans[MOST];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static unsigned char digest[64], signature[256];
static size_t length;

static void sign(EVP_PKEY_CTX *c, int size) {
    length = sizeof signature;
    if (EVP_PKEY_sign(c, signature, &length, digest, (size_t)size) <= 0) fail("sign");
}

static void verify(EVP_PKEY_CTX *c, int size) {
    if (EVP_PKEY_verify(c, signature, length, digest, (size_t)size) != 1) fail("verify");
}

static ENGINE *engine;
static EVP_PKEY_CTX *context;
static int size;
static unsigned char key_der[512];
static int key_length;

static void signs(void) { sign(context, size); }
static void verifies(void) { verify(context, size); }

static void verifies_fresh(void) {
    const unsigned char *at = key_der;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, key_length);
    EVP_PKEY_CTX *fresh = EVP_PKEY_CTX_new(key, engine);
    if (!fresh || EVP_PKEY_verify_init(fresh) <= 0) fail("init");
    verify(fresh, size);
    EVP_PKEY_CTX_free(fresh);
    EVP_PKEY_free(key);
}

static long rate(void (*work)(void)) {
    int n = 0;
    for (double begun = now(); now() - begun < 0.75 && n < MOST; n++) {
        double t = now();
        for (int i = 0; i < BATCH; i++) work();
        spans[n] = now() - t;
    }
    qsort(spans, (size_t)n, sizeof *spans, by_size);
    return (long)(BATCH / spans[n / 2]);
}

static void run(const char *curve, const char *algorithm, const char *set, int bytes) {
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_id(OBJ_sn2nid(algorithm), engine);
    EVP_PKEY *key = NULL;
    if (!c || EVP_PKEY_keygen_init(c) <= 0 || EVP_PKEY_CTX_ctrl_str(c, "paramset", set) <= 0 ||
        EVP_PKEY_keygen(c, &key) <= 0)
        fail("key");
    memset(digest, 0x37, sizeof digest);
    size = bytes;
    unsigned char *at = key_der;
    key_length = i2d_PUBKEY(key, &at);
    context = EVP_PKEY_CTX_new(key, engine);
    if (EVP_PKEY_sign_init(context) <= 0) fail("init");
    long made = rate(signs);
    context = EVP_PKEY_CTX_new(key, engine);
    if (EVP_PKEY_verify_init(context) <= 0) fail("init");
    long checked = rate(verifies);
    printf("%s sign %ld verify %ld fresh %ld\n", curve, made, checked, rate(verifies_fresh));
}

struct file {
    unsigned char bytes[8192];
    long length;
};
static struct file root_file, leaf_file, cms_file;
static X509 *root;
static X509_STORE *store;

static void read_file(const char *folder, const char *name, struct file *file) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "rb");
    if (!stream) fail(path);
    file->length = (long)fread(file->bytes, 1, sizeof file->bytes, stream);
    fclose(stream);
}

static X509 *read_certificate(const struct file *file) {
    const unsigned char *at = file->bytes;
    X509 *certificate = d2i_X509(NULL, &at, file->length);
    if (!certificate) fail("certificate");
    return certificate;
}

static void check(X509 *issuer) {
    X509 *leaf = read_certificate(&leaf_file);
    if (X509_verify(leaf, X509_get0_pubkey(issuer)) != 1) fail("X509_verify");
    X509_free(leaf);
}

static void certificate(void) {
    X509 *issuer = read_certificate(&root_file);
    check(issuer);
    X509_free(issuer);
}

static void known(void) { check(root); }

static void cms(void) {
    const unsigned char *at = cms_file.bytes;
    CMS_ContentInfo *info = d2i_CMS_ContentInfo(NULL, &at, cms_file.length);
    if (!info || CMS_verify(info, NULL, store, NULL, NULL, CMS_BINARY) != 1) fail("CMS_verify");
    CMS_ContentInfo_free(info);
}

static void objects(const char *folder) {
    read_file(folder, "root.der", &root_file);
    read_file(folder, "leaf.der", &leaf_file);
    read_file(folder, "cms.der", &cms_file);
    root = read_certificate(&root_file);
    store = X509_STORE_new();
    X509_STORE_add_cert(store, root);
    long each = rate(certificate), again = rate(known);
    const char *name = strrchr(folder, '/');
    printf("%s certificate %ld known %ld cms %ld\n", name ? name + 1 : folder, each, again,
           rate(cms));
}

int main(int count, char **folders) {
    OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC | OPENSSL_INIT_LOAD_CONFIG, NULL);
    engine = ENGINE_by_id("gost");
    if (!engine || !ENGINE_init(engine)) fail("no GOST engine: install libengine-gost-openssl");
    ENGINE_set_default(engine, ENGINE_METHOD_ALL);
    run("Gost2004A", "gost2001", "A", 32);
    run("Gost2015A256", "gost2012_256", "TCA", 32);
    run("Gost2015A512", "gost2012_512", "A", 64);
    for (int i = 1; i < count; i++) objects(folders[i]);
}
