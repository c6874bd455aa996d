extension ModelTable {
  /// sqlite3.
  static let sqlite = ModelTable(families: sqliteFamilies, functions: [sqliteRows])

  private static let sqliteFamilies: StaticString = """
    sqlite3: handle "database connection" opened, closed by sqlite3_close, sqlite3_close_v2
    sqlite3_stmt: handle "prepared statement" prepared, finalized by sqlite3_finalize
    sqlite3_blob: handle "blob handle" opened, closed by sqlite3_blob_close
    sqlite3_backup: handle "backup" started, finished by sqlite3_backup_finish
    sqlite3_malloc: memory "memory" allocated, freed by sqlite3_free
    sqlite3_table: memory "result table" allocated, freed by sqlite3_free_table
    sqlite3_value: memory "value" copied, freed by sqlite3_value_free
    """

  private static let sqliteRows: StaticString = """
    // The connection has to be closed even when opening it failed.
    sqlite3_open(borrow, out sqlite3)                        | sqlite3_open
    sqlite3_open16(borrow, out sqlite3)                      | sqlite3_open
    sqlite3_open_v2(borrow, out sqlite3, value, borrow)      | sqlite3_open
    sqlite3_close(release sqlite3?)                          | sqlite3_close
    sqlite3_close_v2(release sqlite3?)                       | sqlite3_close
    // The message is there when the result is not SQLITE_OK.
    sqlite3_exec(use, borrow, callback, use, out sqlite3_malloc) != 0 | sqlite3_exec
    sqlite3_prepare(use, borrow, value, out sqlite3_stmt, out inside #1) == 0 | sqlite3_prepare
    sqlite3_prepare_v2(use, borrow, value, out sqlite3_stmt, out inside #1) == 0 | sqlite3_prepare
    sqlite3_prepare_v3(use, borrow, value, value, out sqlite3_stmt, out inside #1) == 0 | sqlite3_prepare
    sqlite3_finalize(release sqlite3_stmt?)                  | sqlite3_finalize
    sqlite3_step(use)                                        | sqlite3_step
    sqlite3_reset(use)                                       | sqlite3_reset
    sqlite3_clear_bindings(use)                              | sqlite3_clear_bindings
    sqlite3_bind_int(use, value, value)                      | sqlite3_bind_blob
    sqlite3_bind_int64(use, value, value)                    | sqlite3_bind_blob
    sqlite3_bind_double(use, value, value)                   | sqlite3_bind_blob
    sqlite3_bind_null(use, value)                            | sqlite3_bind_blob
    sqlite3_bind_value(use, value, borrow)                   | sqlite3_bind_blob
    // SQLITE_STATIC and SQLITE_TRANSIENT leave the bytes with the caller, any other destructor takes them.
    sqlite3_bind_text(use, value, borrow, value, 0|-1)       | sqlite3_bind_blob
    sqlite3_bind_text(use, value, take, value, value)        | sqlite3_bind_blob
    sqlite3_bind_blob(use, value, borrow, value, 0|-1)       | sqlite3_bind_blob
    sqlite3_bind_blob(use, value, take, value, value)        | sqlite3_bind_blob
    sqlite3_result_text(use, borrow, value, 0|-1)            | sqlite3_result_blob
    sqlite3_result_text(use, take, value, value)             | sqlite3_result_blob
    sqlite3_result_blob(use, borrow, value, 0|-1)            | sqlite3_result_blob
    sqlite3_result_blob(use, take, value, value)             | sqlite3_result_blob
    sqlite3_result_error(use, borrow, value)                 | sqlite3_result_blob
    sqlite3_bind_parameter_index(use, borrow)                | sqlite3_bind_parameter_index
    sqlite3_column_count(use)                                | sqlite3_column_count
    sqlite3_column_name(use, value) -> inside #0?            | sqlite3_column_name
    sqlite3_column_type(use, value)                          | sqlite3_column_blob
    sqlite3_column_text(use, value) -> inside #0?            | sqlite3_column_blob
    sqlite3_column_blob(use, value) -> inside #0?            | sqlite3_column_blob
    sqlite3_column_bytes(use, value)                         | sqlite3_column_blob
    sqlite3_column_int(use, value)                           | sqlite3_column_blob
    sqlite3_column_int64(use, value)                         | sqlite3_column_blob
    sqlite3_column_double(use, value)                        | sqlite3_column_blob
    sqlite3_value_text(use) -> inside #0?                    | sqlite3_value_blob
    sqlite3_value_int(use)                                   | sqlite3_value_blob
    sqlite3_value_dup(borrow) -> new sqlite3_value?          | sqlite3_value_dup
    sqlite3_value_free(release sqlite3_value?)               | sqlite3_value_dup
    sqlite3_sql(use) -> inside #0?                           | sqlite3_expanded_sql
    sqlite3_expanded_sql(use) -> new sqlite3_malloc?         | sqlite3_expanded_sql
    sqlite3_errmsg(use) -> inside #0                         | sqlite3_errcode
    sqlite3_errcode(use)                                     | sqlite3_errcode
    sqlite3_errstr(value) -> borrowed                        | sqlite3_errcode
    sqlite3_db_handle(use) -> borrowed                       | sqlite3_db_handle
    sqlite3_user_data(use)                                   | sqlite3_user_data
    sqlite3_changes(use)                                     | sqlite3_changes
    sqlite3_last_insert_rowid(use)                           | sqlite3_last_insert_rowid
    sqlite3_busy_timeout(use, value)                         | sqlite3_busy_timeout
    sqlite3_create_function(use, borrow, value, value, escape, value, value, value) | sqlite3_create_function
    sqlite3_create_function_v2(use, borrow, value, value, take, value, value, value, value) | sqlite3_create_function
    sqlite3_get_table(use, borrow, out sqlite3_table, fill, fill, fill) == 0 | sqlite3_free_table
    sqlite3_free_table(release sqlite3_table?)               | sqlite3_free_table
    sqlite3_blob_open(use, borrow, borrow, borrow, value, value, out sqlite3_blob) == 0 | sqlite3_blob_open
    sqlite3_blob_read(use, fill, value, value)               | sqlite3_blob_read
    sqlite3_blob_write(use, borrow, value, value)            | sqlite3_blob_write
    sqlite3_blob_close(release sqlite3_blob?)                | sqlite3_blob_close
    sqlite3_backup_init(use, borrow, use, borrow) -> new sqlite3_backup? | sqlite3_backup_finish
    sqlite3_backup_step(use, value)                          | sqlite3_backup_finish
    sqlite3_backup_finish(release sqlite3_backup?)           | sqlite3_backup_finish
    sqlite3_malloc(value) -> new sqlite3_malloc?             | sqlite3_free
    sqlite3_malloc64(value) -> new sqlite3_malloc?           | sqlite3_free
    sqlite3_realloc(release sqlite3_malloc?, 0)              | sqlite3_free
    sqlite3_realloc(reallocate sqlite3_malloc, value) -> new sqlite3_malloc? | sqlite3_free
    sqlite3_realloc64(reallocate sqlite3_malloc, value) -> new sqlite3_malloc? | sqlite3_free
    sqlite3_free(release sqlite3_malloc?)                    | sqlite3_free
    sqlite3_msize(borrow)                                    | sqlite3_free
    sqlite3_mprintf(format, borrow...) -> new sqlite3_malloc? | sqlite3_mprintf
    sqlite3_vmprintf(borrow, use) -> new sqlite3_malloc?     | sqlite3_mprintf
    sqlite3_snprintf(value, fill, format, borrow...) -> #1   | sqlite3_mprintf
    sqlite3_serialize(use, borrow, fill, 0) -> new sqlite3_malloc? | sqlite3_serialize
    sqlite3_serialize(use, borrow, fill, value)              | sqlite3_serialize
    """
}
