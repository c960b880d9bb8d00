// The module does nothing by itself: the worker's script calls its exports (wasm/bridge/worker_exports.cpp).
int main() { return 0; }
