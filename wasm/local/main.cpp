// The module does nothing by itself: the worker's script calls its exports (wasm/bridge/local_exports.cpp).
int main() { return 0; }
