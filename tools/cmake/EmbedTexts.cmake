# Writes texts into a C file as arrays: cmake -DOUT=schemas.c -DTEXTS="name=path;name=path" -P EmbedTexts.cmake
# Each becomes `const char name[]`, ending in NUL, declared in schema.h. Arrays, not literals: the standard warrants a
# literal of no more than 4,095 bytes.
set(code "/* Made by EmbedTexts.cmake. */\n#include \"schema.h\"\n")
foreach(text ${TEXTS})
  string(REGEX MATCH "^([^=]+)=(.*)$" matched "${text}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(REGEX REPLACE "('[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*',)" "\\1\n" bytes "${bytes}")
  string(APPEND code "\nconst char ${name}[] = {\n${bytes}'\\0'};\n")
endforeach()
file(WRITE "${OUT}" "${code}")
