/// What compiler flags mean to a parser: which take a separate argument, which to leave out.
enum FlagTable {
  /// The next argument belongs to the flag.
  static let takesArgument: Set<String> = [
    "-I", "-D", "-U", "-L", "-l", "-F", "-x", "-o", "-T", "-u", "-z", "-e", "-B", "-b", "-V", "-A",
    "-include", "-imacros", "-isystem", "-iquote", "-idirafter", "-iprefix", "-iwithprefix",
    "-iwithprefixbefore", "-isysroot", "-imultilib", "-include-pch", "-cxx-isystem", "-stdlib++-isystem",
    "-iframework", "-framework", "-arch", "-target", "-gcc-toolchain", "-resource-dir", "-working-directory",
    "-Xclang", "-Xlinker", "-Xpreprocessor", "-Xassembler", "-mllvm", "-aux-info", "-wrapper",
    "-MF", "-MT", "-MQ", "-MJ", "-serialize-diagnostics", "--serialize-diagnostics", "-dumpbase",
    "-dumpbase-ext", "-dumpdir", "--param", "--sysroot", "--include", "--include-directory", "--define-macro",
    "--undefine-macro", "--output", "-index-store-path", "-specs", "-fplugin-arg", "-rpath",
  ]

  /// Left out with their separate argument: they write files, link, or load what another compiler made.
  static let droppedWithArgument: Set<String> = [
    "-o", "-MF", "-MT", "-MQ", "-MJ", "-L", "-l", "-T", "-u", "-z", "-e", "-framework", "-Xlinker",
    "-Xassembler",
    "-serialize-diagnostics", "--serialize-diagnostics", "--output", "-include-pch", "-mllvm", "-aux-info",
    "-wrapper", "-dumpbase", "-dumpbase-ext", "-dumpdir", "-index-store-path", "-specs", "-Xclang", "--param",
    "-resource-dir", "-rpath", "-working-directory",
  ]

  /// Left out by exact spelling: what to produce, what to print, and flags that only GCC knows.
  static let dropped: Set<String> = [
    "-c", "-S", "-E", "-v", "-###", "-P", "-C", "-CC", "-pipe", "-s", "-shared", "-static", "-rdynamic",
    "-pie",
    "-no-pie", "-r", "-nostdlib", "-nostartfiles", "-nodefaultlibs", "-fsyntax-only", "-emit-llvm",
    "-emit-ast",
    "-M", "-MM", "-MD", "-MMD", "-MG", "-MP", "-MV", "-save-temps", "--save-temps", "-time", "-Q",
    "-Werror", "-pedantic-errors", "--pedantic-errors", "-Wfatal-errors", "--coverage", "-coverage", "-p",
    "-pg",
    "-fanalyzer", "-fconserve-stack", "-fstack-usage", "-fno-canonical-system-headers",
    "-fcanonical-system-headers",
    "-fno-allow-store-data-races", "-fallow-store-data-races", "-fno-var-tracking-assignments",
    "-fno-var-tracking", "-fvar-tracking", "-fvar-tracking-assignments", "-mrecord-mcount", "-fconcepts",
    "-fconcepts-ts", "-fmodules-ts", "-fcallgraph-info", "-fno-reorder-blocks",
    "-fno-delete-null-pointer-checks",
    "-fno-code-hoisting", "-fno-gcse", "-fno-partial-inlining", "-fno-jump-tables-gcc", "-mno-fp-ret-in-387",
    "-fno-stack-clash-protection", "-fstack-clash-protection", "-fno-section-anchors", "-fsection-anchors",
    "-fmerge-constants", "-fno-merge-constants", "-fno-guess-branch-probability", "-funit-at-a-time",
    "-flto", "-fno-lto", "-ffat-lto-objects", "-fno-fat-lto-objects", "-fuse-linker-plugin",
    "-fwhole-program",
    "-fearly-inlining", "-fno-early-inlining", "-fno-stack-limit", "-fweb", "-frename-registers",
  ]

  /// Left out by how they begin.
  static let droppedPrefixes: [String] = [
    "-Werror=", "-save-temps=", "--save-temps=", "-Wl,", "-Wa,", "-l", "-L", "-MF", "-MT", "-MQ", "-MJ",
    "-MD",
    "-fprofile-", "-fno-profile-", "-fplugin", "-fpass-plugin", "-fdump-", "-fmin-function-alignment=",
    "-mindirect-branch", "-mfunction-return", "-mpreferred-stack-boundary=", "-mabi=", "-fno-ipa-", "-fipa-",
    "-fno-tree-", "-ftree-", "-fira-", "-fno-ira-", "-flto=", "-flto-", "-fuse-ld=", "-fdiagnostics-",
    "-fno-diagnostics-", "-fcallgraph-info=", "-fopt-info", "-fzero-init-padding-bits", "-fmessage-length",
    "-fauto-profile", "-fcondition-coverage", "-specs=", "--param=", "--serialize-diagnostics=", "-dump",
    "--help", "--version", "-print-", "--print-", "-fdebug-types-section", "-femit-struct-debug",
    "-fcompare-debug", "-fvect-cost-model", "-fno-sched", "-fsched", "-fmodule-mapper=", "-fmodules-cache",
    "-frandom-seed", "-foffload",
  ]

  /// Programs that run the compiler that follows them.
  static let launchers: Set<String> = [
    "ccache", "sccache", "distcc", "icecc", "gomacc", "cachecc1", "buildcache", "fastbuild", "env", "nice",
    "time",
    "rewrapper", "reclient", "goma", "clazy-standalone", "libtool", "wine",
  ]
}
