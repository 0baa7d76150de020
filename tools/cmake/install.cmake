# What is installed: the library, its headers, the program, the schemas, and two ways to find them (CMake, pkg-config).
include(CMakePackageConfigHelpers)
set(KEYHAUL_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/keyhaul)

install(TARGETS keyhaul EXPORT keyhaul-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} NAMELINK_COMPONENT keyhaul-dev
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS keyhaul_tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY engine/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY engine/schema/ DESTINATION ${CMAKE_INSTALL_DATADIR}/keyhaul/schema
  FILES_MATCHING PATTERN "*.json")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT keyhaul-targets NAMESPACE keyhaul:: DESTINATION ${KEYHAUL_CMAKE_DIR})
configure_package_config_file(tools/cmake/keyhaul-config.cmake.in keyhaul-config.cmake
  INSTALL_DESTINATION ${KEYHAUL_CMAKE_DIR})
write_basic_package_version_file(keyhaul-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/keyhaul-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/keyhaul-config-version.cmake
  tools/cmake/FindGLPK.cmake tools/cmake/FindcJSON.cmake DESTINATION ${KEYHAUL_CMAKE_DIR})

# A relocatable .pc: its prefix is where the file itself lies.
file(RELATIVE_PATH KEYHAUL_PC_PREFIX "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" KEYHAUL_PC_PREFIX "${KEYHAUL_PC_PREFIX}")
configure_file(tools/cmake/keyhaul.pc.in keyhaul.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/keyhaul.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
