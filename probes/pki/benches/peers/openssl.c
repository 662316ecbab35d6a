/* Certificates read and judged per second by OpenSSL's C API: `openssl KIND MEASURE N`. The method
 * is that of examples/rate.rs: one thread, a second and a half each, the median piece
 * of work. Anchor and authority are read once, as OpenSSL's users keep them. */

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 1 << 20, LEAVES = 20000, AT = 1769904000 };
static double spans[MOST];
static unsigned char *leaves[LEAVES], *signed_file;
static long sizes[LEAVES], count, next, signed_size;
static X509_STORE *store;
static STACK_OF(X509) *untrusted;

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

static unsigned char *file(const char *folder, const char *kind, const char *name, long *size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", folder, kind, name);
    FILE *in = fopen(path, "rb");
    if (!in) return NULL;
    fseek(in, 0, SEEK_END);
    *size = ftell(in);
    rewind(in);
    unsigned char *octets = malloc((size_t)*size);
    if (fread(octets, 1, (size_t)*size, in) != (size_t)*size) fail(path);
    fclose(in);
    return octets;
}

static X509 *leaf(void) {
    const unsigned char *octets = leaves[next];
    X509 *read = d2i_X509(NULL, &octets, sizes[next]);
    next = (next + 1) % count;
    /* Its extensions are read at the first question about them. */
    if (!read || X509_check_purpose(read, -1, 0) != 1) fail("leaf");
    return read;
}

static void parse(void) { X509_free(leaf()); }

static void chain(void) {
    X509 *target = leaf();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (!X509_STORE_CTX_init(context, store, target, untrusted)) fail("context");
    if (X509_verify_cert(context) != 1) fail(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
    X509_STORE_CTX_free(context);
    X509_free(target);
}

static void cms(void) {
    const unsigned char *octets = signed_file;
    CMS_ContentInfo *read = d2i_CMS_ContentInfo(NULL, &octets, signed_size);
    if (!read || CMS_verify(read, untrusted, store, NULL, NULL, CMS_BINARY) != 1) fail("cms");
    CMS_ContentInfo_free(read);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static long rate(void (*work)(void)) {
    int n = 0;
    for (double begun = now(); now() - begun < 1.5 && n < MOST; n++) {
        double t = now();
        work();
        spans[n] = now() - t;
    }
    qsort(spans, (size_t)n, sizeof *spans, by_size);
    return (long)(1 / spans[n / 2]);
}

static X509 *certificate(const char *folder, const char *kind, const char *name) {
    long size;
    const unsigned char *octets = file(folder, kind, name, &size);
    X509 *read = octets ? d2i_X509(NULL, &octets, size) : NULL;
    if (!read) fail(name);
    return read;
}

static void measure(const char *folder, const char *kind) {
    char name[32];
    for (count = 0; count < LEAVES; count++) {
        snprintf(name, sizeof name, "leaf_%05ld.der", count);
        if (!(leaves[count] = file(folder, kind, name, &sizes[count]))) break;
    }
    next = 0;
    store = X509_STORE_new();
    X509_STORE_add_cert(store, certificate(folder, kind, "root.der"));
    X509_VERIFY_PARAM *parameters = X509_STORE_get0_param(store);
    X509_VERIFY_PARAM_set_time(parameters, AT);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
    untrusted = sk_X509_new_null();
    sk_X509_push(untrusted, certificate(folder, kind, "inter.der"));
    signed_file = file(folder, kind, "signed.der", &signed_size);
    if (!count || !signed_file) fail(folder);
    printf("openssl %s parse %ld\n", kind, rate(parse));
    printf("openssl %s chain %ld\n", kind, rate(chain));
    /* CMS_verify looks for authorities in the object and in the store alone. */
    X509_STORE_add_cert(store, sk_X509_value(untrusted, 0));
    printf("openssl %s cms %ld\n", kind, rate(cms));
}

int main(int arguments, char **argument) {
    for (int i = 2; i < arguments; i++) measure(argument[1], argument[i]);
}
