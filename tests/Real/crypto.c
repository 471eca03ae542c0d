// libcrypto.a (hand-written assembler, many relocation kinds): SHA-256 and SHA-512 of known texts, AES-128-GCM and AES-256-CBC against
// published vectors, HMAC, RSA (PKCS#1 v1.5, so the signature is the same each time) and an elliptic curve's agreement.
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <stdio.h>
#include <string.h>

static const char modulus[] =
    "ce33e2b821ec563234b2ab2c93b51e01bacf027b0292380d5f0cfe6ff44f591f"
    "478ea9c8cdd6944e407c098097b2bcd99e6fabc0dc21cc7dd149d3c9cdabb70e"
    "0b1a349f3ab1c5f6084caa37f27f2a3e5a2d5904ec3f7f16eed1d1fbb6214fb4"
    "a328c4d6fe03ddc71c33300dbe984ed11f0944aabfc9c37cba4ffd6d08cc0329";
static const char private_exponent[] =
    "6412ae4f6ab74645eb6962c5a991d6d444133f42efc682c98a7dc5e6138d86d5"
    "3567396328f2a0db31548150154f3b73e9fe8c3e771738253fb332c3d7bb2485"
    "1f35421c7d2c5aed99987e575de9b130580df0316716dc3938e54f6bfee6fd03"
    "efcc32cdfb69eb959e91f284378744c55abc856d27182c0cef23d427d8de6b59";

static void show(const char *name, const unsigned char *bytes, size_t size)
{
    printf("%s ", name);
    for (size_t i = 0; i < size; i++)
        printf("%02x", bytes[i]);
    printf("\n");
}

static void digest(const EVP_MD *kind, const char *text, size_t repeat)
{
    unsigned char value[64];
    unsigned size;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, kind, NULL);
    for (size_t i = 0; i < repeat; i++)
        EVP_DigestUpdate(context, text, strlen(text));
    EVP_DigestFinal_ex(context, value, &size);
    EVP_MD_CTX_free(context);
    show(EVP_MD_get0_name(kind), value, size);
}

static void gcm(void)
{
    unsigned char key[16] = { 0 }, iv[12] = { 0 }, text[16] = { 0 }, cipher[16], tag[16], back[16];
    int size;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, iv);
    EVP_EncryptUpdate(context, cipher, &size, text, 16);
    EVP_EncryptFinal_ex(context, cipher + size, &size);
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, tag);
    show("gcm cipher", cipher, 16);
    show("gcm tag", tag, 16);
    for (int damage = 0; damage < 2; damage++)
    {
        tag[0] ^= (unsigned char)damage;
        EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, iv);
        EVP_DecryptUpdate(context, back, &size, cipher, 16);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, tag);
        printf("gcm %s: %s\n", damage ? "damaged" : "whole", EVP_DecryptFinal_ex(context, back + size, &size) == 1 ? "accepted" : "refused");
    }
    EVP_CIPHER_CTX_free(context);
}

static void cbc(void)
{
    unsigned char key[32], iv[16], text[64] = { 0 }, cipher[96];
    for (int i = 0; i < 32; i++)
        key[i] = (unsigned char)i, iv[i / 2] = (unsigned char)(i * 3);
    int size, rest;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), NULL, key, iv);
    EVP_EncryptUpdate(context, cipher, &size, text, sizeof text);
    EVP_EncryptFinal_ex(context, cipher + size, &rest);
    EVP_CIPHER_CTX_free(context);
    show("cbc", cipher, (size_t)(size + rest));
}

static void rsa(void)
{
    BIGNUM *n = NULL, *d = NULL, *e = BN_new();
    BN_hex2bn(&n, modulus);
    BN_hex2bn(&d, private_exponent);
    BN_set_word(e, 65537);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_D, d);
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY_fromdata_init(maker);
    printf("rsa key: %d\n", EVP_PKEY_fromdata(maker, &key, EVP_PKEY_KEYPAIR, parameters));
    unsigned char signature[256];
    size_t size = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key);
    EVP_DigestSign(context, signature, &size, (const unsigned char *)"message", 7);
    show("rsa", signature, size);
    EVP_MD_CTX_reset(context);
    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key);
    printf("verify: %d", EVP_DigestVerify(context, signature, size, (const unsigned char *)"message", 7));
    EVP_MD_CTX_reset(context);
    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key);
    printf(" %d\n", EVP_DigestVerify(context, signature, size, (const unsigned char *)"massage", 7));
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(maker);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(d);
    BN_free(e);
}

static void agreement(void)
{
    unsigned char one[64], two[64];
    size_t one_size = sizeof one, two_size = sizeof two;
    EVP_PKEY *a = EVP_EC_gen("P-256"), *b = EVP_EC_gen("P-256");
    EVP_PKEY_CTX *first = EVP_PKEY_CTX_new(a, NULL), *second = EVP_PKEY_CTX_new(b, NULL);
    EVP_PKEY_derive_init(first);
    EVP_PKEY_derive_set_peer(first, b);
    EVP_PKEY_derive(first, one, &one_size);
    EVP_PKEY_derive_init(second);
    EVP_PKEY_derive_set_peer(second, a);
    EVP_PKEY_derive(second, two, &two_size);
    printf("agreement: %zu bytes, %s\n", one_size, one_size == two_size && memcmp(one, two, one_size) == 0 ? "equal" : "different");
    EVP_PKEY_CTX_free(first);
    EVP_PKEY_CTX_free(second);
    EVP_PKEY_free(a);
    EVP_PKEY_free(b);
}

int main(void)
{
    digest(EVP_sha256(), "abc", 1);
    digest(EVP_sha256(), "aaaaaaaaaa", 100000);
    digest(EVP_sha512(), "abc", 1);
    digest(EVP_md5(), "abc", 1);
    unsigned char code[32];
    unsigned size = sizeof code;
    HMAC(EVP_sha256(), "key", 3, (const unsigned char *)"The quick brown fox jumps over the lazy dog", 43, code, &size);
    show("hmac", code, size);
    gcm();
    cbc();
    rsa();
    agreement();
    printf("errors: %s\n", ERR_peek_error() == 0 ? "none" : "some");
    return 0;
}
