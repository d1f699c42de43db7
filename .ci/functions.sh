# What the scripts of this folder share; they source it.
# shellcheck shell=bash

# Prints the home of the first JDK (with a compiler) whose folder name matches the pattern.
find_jdk() {
    local home
    for home in /usr/lib/jvm/$1; do
        if [[ -x "$home/bin/javac" ]]; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

# Installs the Debian packages that are named, if any.
install_packages() {
    if (($# > 0)); then
        echo "== Installing $*"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "$@"
    fi
}
