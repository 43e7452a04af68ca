# Runs the README's program on the district that `consumer` made: it prints a selection and a statement that ends in a total.
file(READ ${DISTRICT}/leader.txt leader)
execute_process(COMMAND ${PROGRAM} ${DISTRICT} ${RULEBOOK} best-group-leader ${leader}
                OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
if(NOT output MATCHES "总分 [0-9.]+")
    message(FATAL_ERROR "no total in:\n${output}")
endif()
execute_process(COMMAND ${PROGRAM} ${DISTRICT} ${RULEBOOK} no-such-selection ${leader}
                RESULT_VARIABLE status ERROR_VARIABLE errors OUTPUT_QUIET)
if(NOT status EQUAL 1 OR NOT errors MATCHES "no-such-selection")
    message(FATAL_ERROR "an unknown selection ended with ${status} and said: ${errors}")
endif()
