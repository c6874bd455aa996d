extension ModelTable {
  /// The families of libc, POSIX and glibc, and those of the language itself.
  static let standardFamilies: StaticString = """
    malloc: memory "memory" allocated, freed by free
    new: memory "object" allocated, deleted by delete
    new[]: memory "array" allocated, deleted by delete[]
    // Not the object: the block behind it that counts its owners.
    shared: memory "shared object" allocated, released by its last owner
    alloca: memory "stack memory" allocated, released by nothing; losable
    // What `__attribute__((malloc))` says without a deallocator: new, but nobody knows who releases it.
    unspecified: memory "memory" allocated, released by nothing; losable
    FILE: handle "stream" opened, closed by fclose
    popen: handle "pipe stream" opened, closed by pclose
    mntent: handle "mount table stream" opened, closed by endmntent
    fd: descriptor "file descriptor" opened, closed by close
    DIR: handle "directory stream" opened, closed by closedir
    fts: handle "directory traversal" opened, closed by fts_close
    mmap: handle "mapping" mapped, unmapped by munmap; partial
    shm: handle "shared memory" attached, detached by shmdt
    dl: handle "library handle" opened, closed by dlclose
    sem: handle "named semaphore" opened, closed by sem_close
    mqueue: descriptor "message queue" opened, closed by mq_close
    timer: handle "timer" created, deleted by timer_delete
    iconv: handle "conversion descriptor" opened, closed by iconv_close
    catalog: handle "message catalog" opened, closed by catclose
    // A thread may detach itself, and ends with the program anyway.
    thread: handle "thread" started, joined by pthread_join, pthread_detach; losable
    cthread: handle "thread" started, joined by thrd_join, thrd_detach; losable
    addrinfo: memory "address list" allocated, freed by freeaddrinfo
    ifaddrs: memory "interface list" allocated, freed by freeifaddrs
    nameindex: memory "interface index" allocated, freed by if_freenameindex
    locale: memory "locale object" created, freed by freelocale
    regex: memory "compiled pattern" compiled, freed by regfree
    glob: memory "path list" allocated, freed by globfree
    wordexp: memory "word list" allocated, freed by wordfree
    spawn-actions: memory "file actions object" initialised, destroyed by posix_spawn_file_actions_destroy
    """
}
