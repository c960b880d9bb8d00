// The imports of host.hpp: each hands its arguments to the host object that web/src/viewer puts into the module
// (Module.host). Bytes are given as views that are valid only for the time of the call.
// Emscripten 3.1.6 names library functions by their keyword: no arrow functions here.
mergeInto(LibraryManager.library, {
  host_now_us: function() { return performance.now() * 1000; },
  host_make_context__deps: ['$GL'],
  host_make_context: function() {
    var options = { majorVersion: 2, minorVersion: 0, alpha: 0, depth: 0, stencil: 0, antialias: 0, premultipliedAlpha: 1,
      preserveDrawingBuffer: 0, powerPreference: 'high-performance', enableExtensionsByDefault: 0 };
    if (!GL.currentContext) {
      var handle = GL.createContext(Module['canvas'], options);
      if (!handle) return 0;
      GL.makeContextCurrent(handle);
    }
    return 1;
  },
  host_request_paint: function() { Module['host'].requestPaint(); },
  host_wake_at: function(time) { Module['host'].wakeAt(time); },
  host_fetch_manifest: function(request, path, length) { Module['host'].fetchManifest(request, UTF8ToString(path, length)); },
  host_fetch_batch: function(batch, path, mediaType, body, length, urgent) {
    Module['host'].fetchBatch(batch, UTF8ToString(path), UTF8ToString(mediaType), UTF8ToString(body, length), urgent !== 0);
  },
  host_cancel_batch: function(batch) { Module['host'].cancelBatch(batch); },
  host_keep_chunk: function(series, frame, tile, resolution, layer, bytes, length) {
    Module['host'].keepChunk(series, frame, tile, resolution, layer, HEAPU8.subarray(bytes, bytes + length));
  },
  host_drop_chunks: function(series, frame) { Module['host'].dropChunks(series, frame); },
  host_decode: function(job, order, length, series, frame, lastTile, lastResolution, lastLayer) {
    Module['host'].decode(job, HEAPU8.slice(order, order + length), series, frame, lastTile, lastResolution, lastLayer);
  },
  host_cancel_decode: function(job) { Module['host'].cancelDecode(job); },
  host_announce: function(text, length, urgent) { Module['host'].announce(UTF8ToString(text, length), urgent !== 0); },
  host_leave: function(reason) { Module['host'].leave(reason); },
  host_set_cursor: function(shape) { Module['host'].setCursor(shape); },
});
