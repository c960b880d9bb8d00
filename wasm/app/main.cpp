// The module does nothing by itself: the page calls its exports (wasm/bridge/exports.cpp).
int main() { return 0; }
