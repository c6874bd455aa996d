extension ModelTable {
  /// GLib and GObject.
  static let glib = ModelTable(families: glibFamilies, functions: [glibRows])

  private static let glibFamilies: StaticString = """
    g_malloc: memory "memory" allocated, freed by g_free; same as malloc
    g_slice: memory "memory slice" allocated, freed by g_slice_free1
    g_strv: memory "string vector" allocated, freed by g_strfreev
    g_dir: handle "directory" opened, closed by g_dir_close
    GString: memory "string" created, freed by g_string_free
    GError: memory "error" created, freed by g_error_free
    GList: memory "list" created, freed by g_list_free, g_list_free_full
    GSList: memory "list" created, freed by g_slist_free, g_slist_free_full
    GQueue: memory "queue" created, freed by g_queue_free, g_queue_free_full
    GHashTable: memory "hash table" created, released by g_hash_table_unref; counted
    GArray: memory "array" created, released by g_array_unref, g_array_free; counted
    GPtrArray: memory "pointer array" created, released by g_ptr_array_unref, g_ptr_array_free; counted
    GByteArray: memory "byte array" created, released by g_byte_array_unref, g_byte_array_free; counted
    GBytes: memory "bytes object" created, released by g_bytes_unref; counted
    GTimer: memory "timer" created, destroyed by g_timer_destroy
    GRegex: memory "regular expression" compiled, released by g_regex_unref; counted
    GKeyFile: memory "key file" created, released by g_key_file_unref, g_key_file_free; counted
    GMainLoop: memory "main loop" created, released by g_main_loop_unref; counted
    GThread: handle "thread" started, joined by g_thread_join, g_thread_unref; counted
    GOptionContext: memory "option context" created, freed by g_option_context_free
    GObject: memory "object" created, released by g_object_unref; counted
    GVariant: memory "variant" created, released by g_variant_unref; counted
    """

  private static let glibRows: StaticString = """
    g_malloc(value) -> new g_malloc                          | GLib: Memory Allocation
    g_malloc0(value) -> new zeroed g_malloc                  | GLib: Memory Allocation
    g_malloc_n(value, value) -> new g_malloc                 | GLib: Memory Allocation
    g_malloc0_n(value, value) -> new zeroed g_malloc         | GLib: Memory Allocation
    g_try_malloc(value) -> new g_malloc?                     | GLib: Memory Allocation
    g_try_malloc0(value) -> new zeroed g_malloc?             | GLib: Memory Allocation
    g_try_malloc_n(value, value) -> new g_malloc?            | GLib: Memory Allocation
    g_realloc(release g_malloc?, 0)                          | GLib: Memory Allocation
    g_realloc(reallocate g_malloc, value) -> new g_malloc    | GLib: Memory Allocation
    g_realloc_n(reallocate g_malloc, value, value) -> new g_malloc | GLib: Memory Allocation
    g_try_realloc(reallocate g_malloc, value) -> new g_malloc? | GLib: Memory Allocation
    g_free(release g_malloc?)                                | GLib: Memory Allocation
    g_clear_pointer(escape, callback)                        | GLib: Memory Allocation
    g_memdup(borrow, value) -> new g_malloc?                 | GLib: Memory Allocation
    g_memdup2(borrow, value) -> new g_malloc?                | GLib: Memory Allocation
    g_slice_alloc(value) -> new g_slice                      | GLib: Memory Slices
    g_slice_alloc0(value) -> new zeroed g_slice              | GLib: Memory Slices
    g_slice_copy(value, borrow) -> new g_slice               | GLib: Memory Slices
    g_slice_free1(value, release g_slice?)                   | GLib: Memory Slices
    // Null gives null.
    g_strdup(null)                                           | GLib: String Utilities
    g_strdup(borrow) -> new g_malloc copies #0               | GLib: String Utilities
    g_strndup(null, value)                                   | GLib: String Utilities
    g_strndup(borrow, value) -> new g_malloc                 | GLib: String Utilities
    g_strdup_printf(format, borrow...) -> new g_malloc       | GLib: String Utilities
    g_strdup_vprintf(borrow, use) -> new g_malloc            | GLib: String Utilities
    g_strconcat(borrow, borrow...) -> new g_malloc           | GLib: String Utilities
    g_strjoin(borrow, borrow...) -> new g_malloc             | GLib: String Utilities
    g_strjoinv(borrow, borrow) -> new g_malloc               | GLib: String Utilities
    g_strsplit(borrow, borrow, value) -> new g_strv          | GLib: String Utilities
    g_strsplit_set(borrow, borrow, value) -> new g_strv      | GLib: String Utilities
    g_strdupv(null)                                          | GLib: String Utilities
    g_strdupv(borrow) -> new g_strv                          | GLib: String Utilities
    g_strfreev(release g_strv?)                              | GLib: String Utilities
    g_strv_length(borrow) pure                               | GLib: String Utilities
    g_ascii_strdown(borrow, value) -> new g_malloc           | GLib: String Utilities
    g_ascii_strup(borrow, value) -> new g_malloc             | GLib: String Utilities
    g_strescape(borrow, borrow) -> new g_malloc              | GLib: String Utilities
    g_strreverse(use) -> #0                                  | GLib: String Utilities
    g_strchug(use) -> #0                                     | GLib: String Utilities
    g_strchomp(use) -> #0                                    | GLib: String Utilities
    g_strlcpy(fill, borrow, value)                           | GLib: String Utilities
    g_snprintf(fill, value, format, borrow...)               | GLib: String Utilities
    g_strcmp0(borrow, borrow) pure                           | GLib: String Utilities
    g_str_has_prefix(borrow, borrow) pure                    | GLib: String Utilities
    g_str_has_suffix(borrow, borrow) pure                    | GLib: String Utilities
    g_str_equal(borrow, borrow) pure                         | GLib: Hash Tables
    g_str_hash(borrow) pure                                  | GLib: Hash Tables
    g_direct_hash(value) pure                                | GLib: Hash Tables
    g_direct_equal(value, value) pure                        | GLib: Hash Tables
    g_build_filename(borrow, borrow...) -> new g_malloc      | GLib: File Utilities
    g_build_path(borrow, borrow, borrow...) -> new g_malloc  | GLib: File Utilities
    g_path_get_basename(borrow) -> new g_malloc              | GLib: File Utilities
    g_path_get_dirname(borrow) -> new g_malloc               | GLib: File Utilities
    g_get_current_dir() -> new g_malloc                      | GLib: File Utilities
    g_getenv(borrow) -> borrowed?                            | GLib: Miscellaneous Utility Functions
    g_find_program_in_path(borrow) -> new g_malloc?          | GLib: Miscellaneous Utility Functions
    g_file_get_contents(borrow, out g_malloc, fill, fill) != 0 | GLib: File Utilities
    g_file_set_contents(borrow, borrow, value, fill)         | GLib: File Utilities
    g_dir_open(borrow, value, fill) -> new g_dir?            | GLib: File Utilities
    g_dir_read_name(use) -> inside #0?                       | GLib: File Utilities
    g_dir_close(release g_dir)                               | GLib: File Utilities
    g_base64_encode(borrow, value) -> new g_malloc           | GLib: Base64 Encoding
    g_base64_decode(borrow, fill) -> new g_malloc            | GLib: Base64 Encoding
    g_filename_to_utf8(borrow, value, fill, fill, fill) -> new g_malloc? | GLib: Character Set Conversion
    g_convert(borrow, value, borrow, borrow, fill, fill, fill) -> new g_malloc? | GLib: Character Set Conversion
    g_string_new(borrow) -> new GString                      | GLib: Strings
    g_string_new_len(borrow, value) -> new GString           | GLib: Strings
    g_string_sized_new(value) -> new GString                 | GLib: Strings
    g_string_append(use, borrow) -> #0                       | GLib: Strings
    g_string_append_c(use, value) -> #0                      | GLib: Strings
    g_string_append_printf(use, format, borrow...)           | GLib: Strings
    g_string_printf(use, format, borrow...)                  | GLib: Strings
    g_string_free(release GString, 0) -> new g_malloc        | GLib: Strings
    g_string_free(release GString, value)                    | GLib: Strings
    g_string_free_and_steal(release GString) -> new g_malloc | GLib: Strings
    g_error_new(value, value, format, borrow...) -> new GError | GLib: Error Reporting
    g_error_new_literal(value, value, borrow) -> new GError  | GLib: Error Reporting
    g_error_copy(borrow) -> new GError                       | GLib: Error Reporting
    g_error_free(release GError)                             | GLib: Error Reporting
    g_error_matches(borrow, value, value) pure               | GLib: Error Reporting
    g_set_error(fill, value, value, format, borrow...)       | GLib: Error Reporting
    g_propagate_error(fill, take)                            | GLib: Error Reporting
    g_clear_error(clear GError)                              | GLib: Error Reporting
    // The start of a list that has elements already stays its start.
    g_list_append(null, escape) -> new GList                 | GLib: Doubly-Linked Lists
    g_list_append(use, escape) -> #0                         | GLib: Doubly-Linked Lists
    g_list_prepend(take, escape) -> new GList                | GLib: Doubly-Linked Lists
    g_list_remove(escape, value)                             | GLib: Doubly-Linked Lists
    g_list_reverse(escape)                                   | GLib: Doubly-Linked Lists
    g_list_copy(null)                                        | GLib: Doubly-Linked Lists
    g_list_copy(borrow) -> new GList                         | GLib: Doubly-Linked Lists
    g_list_length(borrow) pure                               | GLib: Doubly-Linked Lists
    g_list_find(borrow, value) -> inside #0?                 | GLib: Doubly-Linked Lists
    g_list_free(release GList?)                              | GLib: Doubly-Linked Lists
    g_list_free_full(release GList?, callback)               | GLib: Doubly-Linked Lists
    g_list_foreach(use, callback, use)                       | GLib: Doubly-Linked Lists
    g_slist_append(null, escape) -> new GSList               | GLib: Singly-Linked Lists
    g_slist_append(use, escape) -> #0                        | GLib: Singly-Linked Lists
    g_slist_prepend(take, escape) -> new GSList              | GLib: Singly-Linked Lists
    g_slist_remove(escape, value)                            | GLib: Singly-Linked Lists
    g_slist_reverse(escape)                                  | GLib: Singly-Linked Lists
    g_slist_length(borrow) pure                              | GLib: Singly-Linked Lists
    g_slist_free(release GSList?)                            | GLib: Singly-Linked Lists
    g_slist_free_full(release GSList?, callback)             | GLib: Singly-Linked Lists
    g_queue_new() -> new GQueue                              | GLib: Double-ended Queues
    g_queue_push_tail(use, escape)                           | GLib: Double-ended Queues
    g_queue_push_head(use, escape)                           | GLib: Double-ended Queues
    g_queue_pop_head(use)                                    | GLib: Double-ended Queues
    g_queue_free(release GQueue)                             | GLib: Double-ended Queues
    g_queue_free_full(release GQueue, callback)              | GLib: Double-ended Queues
    g_hash_table_new(value, value) -> new GHashTable         | GLib: Hash Tables
    g_hash_table_new_full(value, value, value, value) -> new GHashTable | GLib: Hash Tables
    g_hash_table_insert(use, escape, escape)                 | GLib: Hash Tables
    g_hash_table_replace(use, escape, escape)                | GLib: Hash Tables
    g_hash_table_add(use, escape)                            | GLib: Hash Tables
    g_hash_table_lookup(use, borrow)                         | GLib: Hash Tables
    g_hash_table_contains(use, borrow)                       | GLib: Hash Tables
    g_hash_table_remove(use, borrow)                         | GLib: Hash Tables
    g_hash_table_size(use)                                   | GLib: Hash Tables
    g_hash_table_foreach(use, callback, use)                 | GLib: Hash Tables
    g_hash_table_get_keys(use) -> new GList?                 | GLib: Hash Tables
    g_hash_table_get_values(use) -> new GList?               | GLib: Hash Tables
    g_hash_table_ref(retain GHashTable) -> #0                | GLib: Hash Tables
    g_hash_table_unref(release GHashTable)                   | GLib: Hash Tables
    g_hash_table_destroy(release GHashTable)                 | GLib: Hash Tables
    g_array_new(value, value, value) -> new GArray           | GLib: Arrays
    g_array_sized_new(value, value, value, value) -> new GArray | GLib: Arrays
    // The bytes are copied into the array, pointers among them.
    g_array_append_vals(use, escape, value) -> #0            | GLib: Arrays
    g_array_set_size(use, value) -> #0                       | GLib: Arrays
    g_array_ref(retain GArray) -> #0                         | GLib: Arrays
    g_array_unref(release GArray)                            | GLib: Arrays
    g_array_free(release GArray, 0) -> new g_malloc?         | GLib: Arrays
    g_array_free(release GArray, value)                      | GLib: Arrays
    g_ptr_array_new() -> new GPtrArray                       | GLib: Pointer Arrays
    g_ptr_array_new_with_free_func(value) -> new GPtrArray   | GLib: Pointer Arrays
    g_ptr_array_add(use, escape)                             | GLib: Pointer Arrays
    g_ptr_array_ref(retain GPtrArray) -> #0                  | GLib: Pointer Arrays
    g_ptr_array_unref(release GPtrArray)                     | GLib: Pointer Arrays
    g_ptr_array_free(release GPtrArray, 0) -> new g_malloc?  | GLib: Pointer Arrays
    g_ptr_array_free(release GPtrArray, value)               | GLib: Pointer Arrays
    g_byte_array_new() -> new GByteArray                     | GLib: Byte Arrays
    g_byte_array_append(use, borrow, value) -> #0            | GLib: Byte Arrays
    g_byte_array_unref(release GByteArray)                   | GLib: Byte Arrays
    g_byte_array_free(release GByteArray, 0) -> new g_malloc? | GLib: Byte Arrays
    g_byte_array_free(release GByteArray, value)             | GLib: Byte Arrays
    g_bytes_new(borrow, value) -> new GBytes                 | GLib: Byte Arrays
    g_bytes_new_take(take, value) -> new GBytes              | GLib: Byte Arrays
    g_bytes_new_static(borrow, value) -> new GBytes          | GLib: Byte Arrays
    g_bytes_get_data(use, fill) -> inside #0?                | GLib: Byte Arrays
    g_bytes_ref(retain GBytes) -> #0                         | GLib: Byte Arrays
    g_bytes_unref(release GBytes?)                           | GLib: Byte Arrays
    g_timer_new() -> new GTimer                              | GLib: Timers
    g_timer_destroy(release GTimer)                          | GLib: Timers
    g_regex_new(borrow, value, value, fill) -> new GRegex?   | GLib: Perl-compatible regular expressions
    g_regex_unref(release GRegex)                            | GLib: Perl-compatible regular expressions
    g_key_file_new() -> new GKeyFile                         | GLib: Key-value file parser
    g_key_file_get_string(use, borrow, borrow, fill) -> new g_malloc? | GLib: Key-value file parser
    g_key_file_free(release GKeyFile)                        | GLib: Key-value file parser
    g_key_file_unref(release GKeyFile)                       | GLib: Key-value file parser
    g_main_loop_new(borrow, value) -> new GMainLoop          | GLib: The Main Event Loop
    g_main_loop_run(use)                                     | GLib: The Main Event Loop
    g_main_loop_quit(use)                                    | GLib: The Main Event Loop
    g_main_loop_ref(retain GMainLoop) -> #0                  | GLib: The Main Event Loop
    g_main_loop_unref(release GMainLoop)                     | GLib: The Main Event Loop
    g_idle_add(value, escape)                                | GLib: The Main Event Loop
    g_timeout_add(value, value, escape)                      | GLib: The Main Event Loop
    g_thread_new(borrow, value, escape) -> new GThread       | GLib: Threads
    g_thread_join(release GThread)                           | GLib: Threads
    g_thread_unref(release GThread)                          | GLib: Threads
    g_option_context_new(borrow) -> new GOptionContext       | GLib: Commandline option parser
    g_option_context_free(release GOptionContext)            | GLib: Commandline option parser
    g_print(format, borrow...)                               | GLib: Warnings and Assertions
    g_printerr(format, borrow...)                            | GLib: Warnings and Assertions
    g_log(borrow, value, format, borrow...)                  | GLib: Message Logging
    g_assertion_message(borrow, borrow, value, borrow, borrow) noreturn | GLib: Testing
    g_assertion_message_expr(borrow, borrow, value, borrow, borrow) noreturn | GLib: Testing
    g_return_if_fail_warning(borrow, borrow, borrow)         | GLib: Warnings and Assertions
    // Objects count their owners. Whether one is made floating is its class's to say, so who sinks it is not followed.
    g_object_new(value, borrow, borrow...) -> new GObject    | GObject: The Base Object Type
    g_object_ref(retain GObject) -> #0                       | GObject: The Base Object Type
    g_object_ref_sink(sink) -> #0                            | GObject: The Base Object Type
    g_object_unref(release GObject)                          | GObject: The Base Object Type
    g_clear_object(clear GObject)                            | GObject: The Base Object Type
    g_set_object(escape, share)                              | GObject: The Base Object Type
    g_object_take_ref(use) -> #0                             | GObject: The Base Object Type
    g_steal_pointer(use) -> moved #0                         | GLib: Memory Allocation
    // Variants float until somebody sinks them.
    g_variant_new_string(borrow) -> new floating GVariant    | GLib: GVariant
    g_variant_new_boolean(value) -> new floating GVariant    | GLib: GVariant
    g_variant_new_byte(value) -> new floating GVariant       | GLib: GVariant
    g_variant_new_int16(value) -> new floating GVariant      | GLib: GVariant
    g_variant_new_uint16(value) -> new floating GVariant     | GLib: GVariant
    g_variant_new_int32(value) -> new floating GVariant      | GLib: GVariant
    g_variant_new_uint32(value) -> new floating GVariant     | GLib: GVariant
    g_variant_new_int64(value) -> new floating GVariant      | GLib: GVariant
    g_variant_new_uint64(value) -> new floating GVariant     | GLib: GVariant
    g_variant_new_double(value) -> new floating GVariant     | GLib: GVariant
    g_variant_new_object_path(borrow) -> new floating GVariant | GLib: GVariant
    g_variant_new_signature(borrow) -> new floating GVariant | GLib: GVariant
    g_variant_new_printf(format, borrow...) -> new floating GVariant | GLib: GVariant
    g_variant_new(borrow, escape...) -> new floating GVariant | GLib: GVariant
    g_variant_new_take_string(take) -> new floating GVariant | GLib: GVariant
    g_variant_new_variant(escape) -> new floating GVariant   | GLib: GVariant
    g_variant_ref(retain GVariant) -> #0                     | GLib: GVariant
    g_variant_ref_sink(sink) -> #0                           | GLib: GVariant
    g_variant_take_ref(escape) -> #0                         | GLib: GVariant
    g_variant_unref(release GVariant)                        | GLib: GVariant
    g_variant_get_string(use, fill) -> inside #0             | GLib: GVariant
    g_variant_dup_string(use, fill) -> new g_malloc          | GLib: GVariant
    g_variant_get_int32(use)                                 | GLib: GVariant
    g_variant_get_boolean(use)                               | GLib: GVariant
    g_variant_get_child_value(use, value) -> new GVariant    | GLib: GVariant
    g_variant_n_children(use)                                | GLib: GVariant
    g_variant_print(use, value) -> new g_malloc              | GLib: GVariant
    // `g_autoptr`, `g_autofree` and `g_auto`: what the variable holds is released when its scope ends.
    g_autoptr_cleanup_generic_gfree(clear g_malloc)          | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GObject(clear GObject)              | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GVariant(clear GVariant)            | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GBytes(clear GBytes)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GHashTable(clear GHashTable)        | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GArray(clear GArray)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GPtrArray(clear GPtrArray)          | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GByteArray(clear GByteArray)        | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GError(clear GError)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GString(clear GString)              | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GKeyFile(clear GKeyFile)            | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GMainLoop(clear GMainLoop)          | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GRegex(clear GRegex)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GTimer(clear GTimer)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GDir(clear g_dir)                   | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GList(clear GList)                  | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GSList(clear GSList)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GQueue(clear GQueue)                | GLib: Automatic Cleanup
    glib_autoptr_cleanup_GOptionContext(clear GOptionContext) | GLib: Automatic Cleanup
    glib_auto_cleanup_GStrv(clear g_strv)                    | GLib: Automatic Cleanup
    g_object_get(use, borrow, fill...)                       | GObject: The Base Object Type
    g_object_set(use, borrow, borrow...)                     | GObject: The Base Object Type
    g_object_set_data(use, borrow, escape)                   | GObject: The Base Object Type
    g_object_set_data_full(use, borrow, take, value)         | GObject: The Base Object Type
    g_object_get_data(use, borrow)                           | GObject: The Base Object Type
    g_object_add_weak_pointer(use, escape)                   | GObject: The Base Object Type
    g_signal_connect_data(use, borrow, value, escape, value, value) | GObject: Signals
    g_signal_emit_by_name(use, borrow, use...)               | GObject: Signals
    g_type_check_instance_cast(borrow, value) -> #0          | GObject: Type Information
    """
}
