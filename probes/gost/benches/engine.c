/* Signatures made and verified per second by OpenSSL's GOST engine, in process, on the three
 * curves of the national algorithms: `CURVE sign N verify N`. The method is that of
 * examples/rate.rs: one thread, batches of five, a second and a half each, the median batch. */

#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
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

static long rate(void (*work)(EVP_PKEY_CTX *, int), EVP_PKEY_CTX *c, int size) {
    int n = 0;
    for (double begun = now(); now() - begun < 1.5 && n < MOST; n++) {
        double t = now();
        for (int i = 0; i < BATCH; i++) work(c, size);
        spans[n] = now() - t;
    }
    qsort(spans, (size_t)n, sizeof *spans, by_size);
    return (long)(BATCH / spans[n / 2]);
}

static void run(ENGINE *engine, const char *curve, const char *algorithm, const char *set, int size) {
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_id(OBJ_sn2nid(algorithm), engine);
    EVP_PKEY *key = NULL;
    if (!c || EVP_PKEY_keygen_init(c) <= 0 || EVP_PKEY_CTX_ctrl_str(c, "paramset", set) <= 0 ||
        EVP_PKEY_keygen(c, &key) <= 0)
        fail("key");
    memset(digest, 0x37, sizeof digest);
    EVP_PKEY_CTX *s = EVP_PKEY_CTX_new(key, engine), *v = EVP_PKEY_CTX_new(key, engine);
    if (EVP_PKEY_sign_init(s) <= 0 || EVP_PKEY_verify_init(v) <= 0) fail("init");
    long signs = rate(sign, s, size);
    printf("%s sign %ld verify %ld\n", curve, signs, rate(verify, v, size));
}

int main(void) {
    OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC | OPENSSL_INIT_LOAD_CONFIG, NULL);
    ENGINE *engine = ENGINE_by_id("gost");
    if (!engine || !ENGINE_init(engine)) fail("no GOST engine: install libengine-gost-openssl");
    ENGINE_set_default(engine, ENGINE_METHOD_ALL);
    run(engine, "Gost2004A", "gost2001", "A", 32);
    run(engine, "Gost2015A256", "gost2012_256", "TCA", 32);
    run(engine, "Gost2015A512", "gost2012_512", "A", 64);
}
