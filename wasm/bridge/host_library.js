// The imports of host.hpp: each hands its arguments to the host object that web/src/viewer puts into the module
// (Module.host). Bytes are given as views that are valid only for the time of the call.
mergeInto(LibraryManager.library, {
  host_now_us: () => performance.now() * 1000,
  host_make_context__deps: ['$GL'],
  host_make_context: () => {
    const options = { majorVersion: 2, minorVersion: 0, alpha: 0, depth: 0, stencil: 0, antialias: 0, premultipliedAlpha: 1,
      preserveDrawingBuffer: 0, powerPreference: 'high-performance', enableExtensionsByDefault: 0 };
    if (!GL.currentContext) {
      const handle = GL.createContext(Module['canvas'], options);
      if (!handle) return 0;
      GL.makeContextCurrent(handle);
    }
    return 1;
  },
  host_request_paint: () => Module['host'].requestPaint(),
  host_wake_at: (time) => Module['host'].wakeAt(time),
  host_fetch_manifest: (request, path, length) => Module['host'].fetchManifest(request, UTF8ToString(path, length)),
  host_fetch_manifest__deps: ['$UTF8ToString'],
  host_fetch_batch: (batch, path, mediaType, body, length, urgent) =>
    Module['host'].fetchBatch(batch, UTF8ToString(path), UTF8ToString(mediaType), UTF8ToString(body, length), urgent !== 0),
  host_fetch_batch__deps: ['$UTF8ToString'],
  host_cancel_batch: (batch) => Module['host'].cancelBatch(batch),
  host_keep_chunk: (series, frame, tile, resolution, layer, bytes, length) =>
    Module['host'].keepChunk(series, frame, tile, resolution, layer, HEAPU8.subarray(bytes, bytes + length)),
  host_drop_chunks: (series, frame) => Module['host'].dropChunks(series, frame),
  host_decode: (job, order, length, series, frame, lastTile, lastResolution, lastLayer) =>
    Module['host'].decode(job, HEAPU8.slice(order, order + length), series, frame, lastTile, lastResolution, lastLayer),
  host_cancel_decode: (job) => Module['host'].cancelDecode(job),
  host_announce: (text, length, urgent) => Module['host'].announce(UTF8ToString(text, length), urgent !== 0),
  host_announce__deps: ['$UTF8ToString'],
  host_leave: (reason) => Module['host'].leave(reason),
  host_set_cursor: (shape) => Module['host'].setCursor(shape),
});
