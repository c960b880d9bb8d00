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
  host_fetch_object: function(request, path, length) { Module['host'].fetchObject(request, UTF8ToString(path, length)); },
  host_send_object: function(request, path, pathLength, json, length) {
    Module['host'].sendObject(request, UTF8ToString(path, pathLength), UTF8ToString(json, length));
  },
  host_keep_chunk: function(series, frame, tile, resolution, layer, bytes, length) {
    Module['host'].keepChunk(series, frame, tile, resolution, layer, HEAPU8.subarray(bytes, bytes + length));
  },
  host_drop_chunks: function(series, frame) { Module['host'].dropChunks(series, frame); },
  host_decode: function(job, order, length, series, frame, firstTile, lastTile, tilesAcross, lastResolution, lastLayer, samples) {
    Module['host'].decode(job, HEAPU8.slice(order, order + length), series, frame, firstTile, lastTile, tilesAcross, lastResolution, lastLayer, samples);
  },
  host_cancel_decode: function(job) { Module['host'].cancelDecode(job); },
  host_announce: function(text, length, urgent) { Module['host'].announce(UTF8ToString(text, length), urgent !== 0); },
  host_keep_layout: function(kind, kindLength, text, length) { Module['host'].keepLayout(UTF8ToString(kind, kindLength), UTF8ToString(text, length)); },
  host_leave: function(reason) { Module['host'].leave(reason); },
  host_text_width: function(text, length, em, strong) { return Module['host'].textWidth(UTF8ToString(text, length), em, strong !== 0); },
  host_text_draw__deps: ['$GL'],
  host_text_draw: function(text, length, em, strong, width, height, left, baseline) {
    var canvas = Module['host'].textDraw(UTF8ToString(text, length), em, strong !== 0, width, height, left, baseline);
    if (!canvas || !GL.currentContext) return 0;
    var gl = GL.currentContext.GLctx;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
    return 1;
  },
  host_set_cursor: function(shape) { Module['host'].setCursor(shape); },
});
