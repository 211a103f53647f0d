#pragma once
// ICU's own headers would come in for one field of a structure that nobody here reads, and clash
// with the copy of ICU that Foundation brings into the tests.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
