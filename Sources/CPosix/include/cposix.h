#pragma once

// GNU extensions that Swift's Glibc overlay hides (it is built without _GNU_SOURCE).
int pipe2(int descriptors[2], int flags);
