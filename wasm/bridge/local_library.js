// The one import of the module that reads local files: bytes of a file, at once. The worker's script puts the function
// into the module (Module.readLocalFile); it gives the number of bytes that it wrote.
mergeInto(LibraryManager.library, {
  local_read: function(file, offset, length, to) { return Module['readLocalFile'](file, offset, length, to); },
});
