// The one import of the decode worker: a clock.
mergeInto(LibraryManager.library, {
  worker_now_us: function() { return performance.now() * 1000; },
});
