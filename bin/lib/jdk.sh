# Finds a JDK 25 or newer and exports JAVA_HOME; sourced by the scripts of bin/.

java_major() { # the major version of the JDK in directory $1, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local candidate on_path major
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /opt/* /opt/java/* /usr/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    major=$(java_major "$candidate" || true)
    if [ "${major:-0}" -ge 25 ]; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  echo "Atrium needs a JDK 25 or newer: install one (Eclipse Temurin 25, or openjdk-25-jdk), or point JAVA_HOME to it." >&2
  exit 1
}

need_maven() {
  command -v mvn >/dev/null && return
  echo "Atrium is built by Maven: install it (the package is called maven) so that mvn is on the PATH." >&2
  exit 1
}
