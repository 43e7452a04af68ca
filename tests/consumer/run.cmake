# Installs the build in BUILD_DIR into a scratch prefix, then configures, builds and tests the project in CONSUMER_DIR
# against that prefix. Any step that fails ends the test.

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${SCRATCH_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --config ${CONFIG} --component cpp --prefix ${SCRATCH_DIR}/prefix)
run(${CMAKE_COMMAND} -S ${CONSUMER_DIR} -B ${SCRATCH_DIR}/build -G ${GENERATOR} -D EXAMPLE_DIR=${EXAMPLE_DIR} -D WITH_COMPOSITE=${WITH_COMPOSITE}
    -D CMAKE_BUILD_TYPE=${CONFIG} -D CMAKE_CXX_COMPILER=${CXX_COMPILER} -D CMAKE_PREFIX_PATH=${SCRATCH_DIR}/prefix)
run(${CMAKE_COMMAND} --build ${SCRATCH_DIR}/build --config ${CONFIG})
run(${CMAKE_CTEST_COMMAND} --test-dir ${SCRATCH_DIR}/build --output-on-failure --no-tests=error)
