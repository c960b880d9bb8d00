// The unit tests under node see the folder of test files that the shell names; Emscripten's environment is empty else.
Module.preRun = [() => {
  if (typeof ENV !== 'undefined' && process.env.SANSFILM_TEST_DATA) ENV.SANSFILM_TEST_DATA = process.env.SANSFILM_TEST_DATA;
}];
