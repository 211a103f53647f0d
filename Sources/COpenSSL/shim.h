#pragma once
// A digest by its plain functions: asking for one by its name reads the library's configuration and
// sets up its providers first, which takes longer than whatever small tools want to digest.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
