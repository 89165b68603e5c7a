#!/usr/bin/env bash
# Makes the stub libraries, see README.md. Made with gcc 12.2 and binutils 2.40 of Debian 12.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for library in libaio libnuma; do
    gcc -Os -shared -nostdlib -s -Qn -fno-asynchronous-unwind-tables -fcf-protection=none \
        -Wl,--build-id=none -Wl,--hash-style=sysv -Wl,-z,noseparate-code -Wl,-z,norelro -Wl,-z,noexecstack \
        -Wl,-soname,"$library.so.1" -Wl,--version-script="$library.map" \
        -o "../resources/dev/weir/testbed/stubs/$library.so.1" "$library.c"
    chmod 644 "../resources/dev/weir/testbed/stubs/$library.so.1"
done
