# For those who are not on Debian 12: the same scripts, in a container. Serves the demo on port 8443 (see compose.yaml).
FROM debian:12
ENV HOME=/root LANG=C.UTF-8
WORKDIR /sansfilm
# Packages and library sources change seldom: they come first, so that a change of the code builds only the code.
COPY scripts/setup scripts/packages.txt scripts/deps scripts/
COPY scripts/wasm scripts/wasm
COPY third_party third_party
COPY cmake cmake
RUN scripts/setup
RUN scripts/deps
COPY . .
RUN scripts/build
CMD ["scripts/demo", "--no-build"]
