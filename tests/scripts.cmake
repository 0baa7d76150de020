# Tests that are scripts: the tree itself, the installed library, the command line.
find_program(KEYHAUL_PYTHON NAMES python3 HINTS /usr/bin NO_DEFAULT_PATH)
find_program(KEYHAUL_PYTHON NAMES python3 REQUIRED)
find_program(KEYHAUL_BASH bash REQUIRED)
find_program(KEYHAUL_CXX NAMES c++ g++ clang++)
if(NOT KEYHAUL_CXX)
  set(KEYHAUL_CXX "")
endif()

# A test with several threads: what the thread sanitizer looks at. Archer tells it what OpenMP orders.
find_library(KEYHAUL_ARCHER archer PATHS /usr/lib/llvm-14/lib /usr/lib/llvm-15/lib /usr/lib/llvm-16/lib
  /usr/lib/llvm-17/lib /usr/lib/llvm-18/lib /usr/lib/llvm-19/lib)
function(keyhaul_label_threads test)
  set_property(TEST ${test} PROPERTY LABELS threads)
  if(KEYHAUL_SANITIZE MATCHES "thread" AND KEYHAUL_ARCHER)
    set_property(TEST ${test} PROPERTY ENVIRONMENT OMP_TOOL_LIBRARIES=${KEYHAUL_ARCHER}
      TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1)
  endif()
endfunction()

# Exit status 77: skipped.
function(keyhaul_script_test name)
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77)
endfunction()

set(tree ${CMAKE_CURRENT_SOURCE_DIR}/tree)
keyhaul_script_test(tree_walls ${KEYHAUL_PYTHON} ${tree}/walls.py ${PROJECT_SOURCE_DIR})
keyhaul_script_test(tree_schemas ${KEYHAUL_PYTHON} ${tree}/schemas.py ${PROJECT_SOURCE_DIR})
keyhaul_script_test(tree_version ${KEYHAUL_BASH} ${tree}/version.sh ${PROJECT_SOURCE_DIR})
keyhaul_script_test(tree_headers ${KEYHAUL_BASH} ${tree}/headers.sh ${PROJECT_SOURCE_DIR}/engine/include
  ${CMAKE_C_COMPILER} ${KEYHAUL_CXX})
keyhaul_script_test(tree_readme ${KEYHAUL_BASH} ${tree}/readme.sh ${PROJECT_SOURCE_DIR} $<TARGET_FILE:keyhaul_tool>)
keyhaul_script_test(install ${KEYHAUL_BASH} ${CMAKE_CURRENT_SOURCE_DIR}/install/install.sh ${PROJECT_SOURCE_DIR}
  ${CMAKE_CURRENT_BINARY_DIR}/install ${CMAKE_C_COMPILER})
set_property(TEST install PROPERTY LABELS slow)
keyhaul_script_test(tools_generate ${KEYHAUL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tools/generate.py
  $<TARGET_FILE:keyhaul_tool> ${PROJECT_SOURCE_DIR})
keyhaul_script_test(tools_shipped ${KEYHAUL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tools/shipped.py
  $<TARGET_FILE:keyhaul_tool> ${PROJECT_SOURCE_DIR})
keyhaul_script_test(tools_stories ${KEYHAUL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tools/stories.py
  $<TARGET_FILE:keyhaul_tool> ${PROJECT_SOURCE_DIR})

file(GLOB cli_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/*.test)
foreach(file ${cli_tests})
  get_filename_component(name ${file} NAME_WE)
  keyhaul_script_test(cli_${name} ${KEYHAUL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/cli/run.py $<TARGET_FILE:keyhaul_tool> ${file})
  if(name STREQUAL "threads")
    keyhaul_label_threads(cli_${name})
  endif()
endforeach()

file(GLOB bench_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/bench/*.test)
foreach(file ${bench_tests})
  if(TARGET keyhaul_bench)
    get_filename_component(name ${file} NAME_WE)
    keyhaul_script_test(bench_${name} ${KEYHAUL_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/cli/run.py $<TARGET_FILE:keyhaul_bench> ${file})
  endif()
endforeach()
