#!/bin/sh
# Takes the native libraries out of jars: those for this processor go where Java and DJL load them from, so that the
# program starts on a read-only root file system, without the time that unpacking takes; those for others are left out.
#
# usage: natives.sh LIB OUT      needs a JDK's jar
#   LIB          directory of a program's jars
#   OUT/lib      the same jars, without native code
#   OUT/natives  pytorch (where there is one), onnxruntime, zstd, snappy; the program then needs DJL_CACHE_DIR=OUT/natives and
#                -Donnxruntime.native.path, -DZstdNativePath, -Dorg.xerial.snappy.lib.path and .lib.name, as in the Dockerfiles
#
# RocksDB, a store that Kafka Streams can use and Odradek does not, loses its 14 libraries and gets none.
set -eu

if [ $# -ne 2 ] || [ ! -d "$1" ]; then
    echo "usage: natives.sh LIB OUT" >&2
    exit 2
fi
lib=$(CDPATH='' cd -- "$1" && pwd -P)
mkdir -p "$2/lib" "$2/natives"
out=$(CDPATH='' cd -- "$2" && pwd -P)
natives=$out/natives
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $(uname -m) in
    x86_64) onnx=linux-x64 zstd=amd64 snappy=x86_64 ;;
    aarch64) onnx=linux-aarch64 zstd=aarch64 snappy=aarch64 ;;
    *) echo "natives.sh: no libraries for $(uname -m), only for x86_64 and aarch64" >&2; exit 1 ;;
esac

# The one jar whose name begins so; nothing where none does.
jar_of() {
    set -- "$lib/$1"-[0-9]*.jar
    [ $# -eq 1 ] || { echo "natives.sh: more than one of $*" >&2; exit 1; }
    [ ! -e "$1" ] || echo "$1"
}

# unpack JAR PATH...: only what is below the paths, into the empty directory that becomes the current one.
unpack() {
    cd "$work"
    rm -rf files
    mkdir files
    cd files
    jar xf "$@"
}

# strip JAR PATTERN: what matches goes.
strip() {
    jar tf "$1" | grep -v -E "$2|/\$" >"$work/kept"
    unpack "$1" "@$work/kept"
    jar --create --file "$out/lib/$(basename "$1")" --manifest META-INF/MANIFEST.MF --date 2026-01-01T00:00:00Z .
}

cp -p "$lib"/*.jar "$out/lib"

jar=$(jar_of onnxruntime)
unpack "$jar" "ai/onnxruntime/native/$onnx"
mkdir -p "$natives/onnxruntime"
mv "ai/onnxruntime/native/$onnx"/*.so "$natives/onnxruntime"
strip "$jar" '^ai/onnxruntime/native/'

jar=$(jar_of zstd-jni)
unpack "$jar" "linux/$zstd"
mkdir -p "$natives/zstd"
mv "linux/$zstd"/*.so "$natives/zstd/libzstd-jni.so"
strip "$jar" '\.(so|dll|dylib)$'

jar=$(jar_of snappy-java)
unpack "$jar" "org/xerial/snappy/native/Linux/$snappy"
mkdir -p "$natives/snappy"
mv "org/xerial/snappy/native/Linux/$snappy/libsnappyjava.so" "$natives/snappy"
strip "$jar" '^org/xerial/snappy/native/'

jar=$(jar_of rocksdbjni)
[ -z "$jar" ] || strip "$jar" '^librocksdbjni'

set -- "$lib"/pytorch-native-*.jar
if [ -e "$1" ]; then
    [ $# -eq 1 ] || { echo "natives.sh: more than one of $*" >&2; exit 1; }
    native=$1
    jni=$(jar_of pytorch-jni)
    engine=$(basename "$(jar_of pytorch-engine)" .jar)
    unpack "$native" native/lib/pytorch.properties pytorch
    property() {
        sed -n "s/^$1=//p" native/lib/pytorch.properties
    }
    flavor=$(property flavor)
    classifier=$(property classifier)
    [ "$classifier" = "linux-$(uname -m)" ] || {
        echo "natives.sh: PyTorch's library is that of $classifier, and this is linux-$(uname -m): build the jars here" >&2
        exit 1
    }
    pytorch=$natives/pytorch/$(property version)-$flavor-$classifier
    mkdir -p "$pytorch"
    mv "pytorch/$flavor/$classifier"/* "$pytorch"
    unpack "$jni" "jnilib/$classifier/$flavor"
    mv "jnilib/$classifier/$flavor/libdjl_torch.so" "$pytorch/${engine#pytorch-engine-}-libdjl_torch.so"
    strip "$native" '^pytorch/'
    strip "$jni" '^jnilib/'
fi
chmod -R a+rX "$out"
