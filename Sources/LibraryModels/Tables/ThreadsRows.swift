extension ModelTable {
  /// POSIX and C11 threads.
  static let threadsRows: StaticString = """
    // A thread that is started detached, or detaches itself, needs no join. The argument belongs to both.
    pthread_create(out thread, null, start, escape) == 0     | pthread_create(3)
    pthread_create(fill, borrow, value, escape)              | pthread_create(3)
    pthread_join(release thread, joined)                     | pthread_join(3)
    pthread_tryjoin_np(value, fill)                          | pthread_tryjoin_np(3)
    pthread_timedjoin_np(value, fill, borrow)                | pthread_tryjoin_np(3)
    pthread_detach(release thread)                           | pthread_detach(3)
    pthread_exit(escape) noreturn                            | pthread_exit(3)
    pthread_self() pure                                      | pthread_self(3)
    pthread_equal(value, value) pure                         | pthread_equal(3)
    pthread_cancel(value)                                    | pthread_cancel(3)
    pthread_testcancel()                                     | pthread_testcancel(3)
    pthread_setcancelstate(value, fill)                      | pthread_setcancelstate(3)
    pthread_setcanceltype(value, fill)                       | pthread_setcancelstate(3)
    pthread_kill(value, value)                               | pthread_kill(3)
    pthread_setname_np(value, borrow)                        | pthread_setname_np(3)
    pthread_getname_np(value, fill, value)                   | pthread_setname_np(3)
    pthread_attr_init(fill)                                  | pthread_attr_init(3)
    pthread_attr_destroy(use)                                | pthread_attr_init(3)
    pthread_attr_setdetachstate(use, value)                  | pthread_attr_setdetachstate(3)
    pthread_attr_getdetachstate(borrow, fill)                | pthread_attr_setdetachstate(3)
    pthread_attr_setstacksize(use, value)                    | pthread_attr_setstacksize(3)
    pthread_attr_getstacksize(borrow, fill)                  | pthread_attr_setstacksize(3)
    pthread_attr_setstack(use, escape, value)                | pthread_attr_setstack(3)
    pthread_atfork(value, value, value)                      | pthread_atfork(3)
    pthread_once(use, callback)                              | pthread_once(3p)
    pthread_mutex_init(fill, borrow)                         | pthread_mutex_init(3)
    pthread_mutex_destroy(use)                               | pthread_mutex_init(3)
    pthread_mutex_lock(use)                                  | pthread_mutex_lock(3)
    pthread_mutex_trylock(use)                               | pthread_mutex_lock(3)
    pthread_mutex_timedlock(use, borrow)                     | pthread_mutex_timedlock(3p)
    pthread_mutex_unlock(use)                                | pthread_mutex_lock(3)
    pthread_mutexattr_init(fill)                             | pthread_mutexattr_init(3)
    pthread_mutexattr_settype(use, value)                    | pthread_mutexattr_settype(3p)
    pthread_mutexattr_destroy(use)                           | pthread_mutexattr_init(3)
    pthread_cond_init(fill, borrow)                          | pthread_cond_init(3)
    pthread_cond_destroy(use)                                | pthread_cond_init(3)
    pthread_cond_wait(use, use)                              | pthread_cond_wait(3)
    pthread_cond_timedwait(use, use, borrow)                 | pthread_cond_timedwait(3)
    pthread_cond_signal(use)                                 | pthread_cond_signal(3)
    pthread_cond_broadcast(use)                              | pthread_cond_broadcast(3)
    pthread_condattr_init(fill)                              | pthread_condattr_init(3)
    pthread_condattr_setclock(use, value)                    | pthread_condattr_setclock(3p)
    pthread_condattr_destroy(use)                            | pthread_condattr_init(3)
    pthread_rwlock_init(fill, borrow)                        | pthread_rwlock_init(3p)
    pthread_rwlock_destroy(use)                              | pthread_rwlock_destroy(3p)
    pthread_rwlock_rdlock(use)                               | pthread_rwlock_rdlock(3p)
    pthread_rwlock_wrlock(use)                               | pthread_rwlock_wrlock(3p)
    pthread_rwlock_tryrdlock(use)                            | pthread_rwlock_rdlock(3p)
    pthread_rwlock_trywrlock(use)                            | pthread_rwlock_trywrlock(3p)
    pthread_rwlock_unlock(use)                               | pthread_rwlock_unlock(3p)
    pthread_spin_init(fill, value)                           | pthread_spin_init(3)
    pthread_spin_lock(use)                                   | pthread_spin_lock(3)
    pthread_spin_unlock(use)                                 | pthread_spin_unlock(3)
    pthread_spin_destroy(use)                                | pthread_spin_init(3)
    pthread_barrier_init(fill, borrow, value)                | pthread_barrier_init(3p)
    pthread_barrier_wait(use)                                | pthread_barrier_wait(3p)
    pthread_barrier_destroy(use)                             | pthread_barrier_destroy(3p)
    // The value is kept for the thread; the destructor is called when the thread ends.
    pthread_key_create(fill, value)                          | pthread_key_create(3)
    pthread_key_delete(value)                                | pthread_key_delete(3)
    pthread_setspecific(value, escape)                       | pthread_setspecific(3)
    pthread_getspecific(value)                               | pthread_getspecific(3)
    sched_yield()                                            | sched_yield(2)
    sched_setaffinity(value, value, borrow)                  | sched_setaffinity(2)
    sched_getaffinity(value, value, fill)                    | sched_setaffinity(2)
    // C++: the copies of a thread's function and arguments are in a block of its own.
    std::thread::start(value, start, own)                    | [thread.thread.constr]
    std::thread::join(join)                                  | [thread.thread.member]
    // C11 threads.
    thrd_create(out cthread, start, escape) == 0             | ISO C17 7.26.5.1
    thrd_join(release cthread, joined)                       | ISO C17 7.26.5.6
    thrd_detach(release cthread)                             | ISO C17 7.26.5.3
    thrd_exit(value) noreturn                                | ISO C17 7.26.5.5
    thrd_current() pure                                      | ISO C17 7.26.5.2
    thrd_equal(value, value) pure                            | ISO C17 7.26.5.4
    thrd_sleep(borrow, fill)                                 | ISO C17 7.26.5.7
    thrd_yield()                                             | ISO C17 7.26.5.8
    mtx_init(fill, value)                                    | ISO C17 7.26.4.2
    mtx_lock(use)                                            | ISO C17 7.26.4.3
    mtx_timedlock(use, borrow)                               | ISO C17 7.26.4.4
    mtx_trylock(use)                                         | ISO C17 7.26.4.5
    mtx_unlock(use)                                          | ISO C17 7.26.4.6
    mtx_destroy(use)                                         | ISO C17 7.26.4.1
    cnd_init(fill)                                           | ISO C17 7.26.3.3
    cnd_wait(use, use)                                       | ISO C17 7.26.3.6
    cnd_timedwait(use, use, borrow)                          | ISO C17 7.26.3.5
    cnd_signal(use)                                          | ISO C17 7.26.3.4
    cnd_broadcast(use)                                       | ISO C17 7.26.3.1
    cnd_destroy(use)                                         | ISO C17 7.26.3.2
    tss_create(fill, value)                                  | ISO C17 7.26.6.1
    tss_delete(value)                                        | ISO C17 7.26.6.2
    tss_get(value)                                           | ISO C17 7.26.6.3
    tss_set(value, escape)                                   | ISO C17 7.26.6.4
    call_once(use, callback)                                 | ISO C17 7.26.2.1
    """
}
