#!/bin/sh
# Unpacks the trainer's native libraries where DJL and ONNX Runtime look for them, so that it starts on a read-only root
# file system, and without the second that unpacking takes. Needs a JDK's jar.
#   unpack-natives.sh LIB TARGET
# LIB is the directory of the trainer's jars. The trainer then needs DJL_CACHE_DIR=TARGET and
# -Donnxruntime.native.path=TARGET/onnxruntime.
set -eu

[ $# -eq 2 ] || { echo "usage: unpack-natives.sh LIB TARGET" >&2; exit 2; }
lib=$(CDPATH='' cd -- "$1" && pwd -P)
mkdir -p "$2"
target=$(CDPATH='' cd -- "$2" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The one file in this library's jars whose name begins so.
jar_of() {
  set -- "$lib/$1"-[0-9]*.jar
  [ -e "$1" ] && [ $# -eq 1 ] || { echo "unpack-natives.sh: expected one $1" >&2; exit 1; }
  echo "$1"
}

set -- "$lib"/pytorch-native-*.jar
[ -e "$1" ] && [ $# -eq 1 ] || { echo "unpack-natives.sh: expected one $lib/pytorch-native-*.jar" >&2; exit 1; }
native=$1
jni=$(jar_of pytorch-jni)
onnx=$(jar_of onnxruntime)
engine=$(jar_of pytorch-engine)
engine=$(basename "$engine" .jar)

cd "$work"
jar xf "$native" native/lib/pytorch.properties pytorch
property() {
  sed -n "s/^$1=//p" native/lib/pytorch.properties
}
flavor=$(property flavor)
classifier=$(property classifier)
pytorch=$target/pytorch/$(property version)-$flavor-$classifier
mkdir -p "$pytorch"
mv "pytorch/$flavor/$classifier"/* "$pytorch"
jar xf "$jni" "jnilib/$classifier/$flavor"
mv "jnilib/$classifier/$flavor/libdjl_torch.so" "$pytorch/${engine#pytorch-engine-}-libdjl_torch.so"

case $classifier in
  *aarch64) arch=linux-aarch64 ;;
  *) arch=linux-x64 ;;
esac
jar xf "$onnx" "ai/onnxruntime/native/$arch"
mkdir -p "$target/onnxruntime"
mv "ai/onnxruntime/native/$arch"/*.so "$target/onnxruntime"
chmod -R a+rX "$target"
