extension ModelTable {
  /// libcurl.
  static let curl = ModelTable(families: curlFamilies, functions: [curlRows])

  private static let curlFamilies: StaticString = """
    curl: handle "transfer handle" created, cleaned by curl_easy_cleanup
    curl_multi: handle "multi handle" created, cleaned by curl_multi_cleanup
    curl_share: handle "share object" created, cleaned by curl_share_cleanup
    curl_mem: memory "memory" allocated, freed by curl_free
    curl_slist: memory "string list" created, freed by curl_slist_free_all
    curl_mime: memory "MIME structure" created, freed by curl_mime_free
    curl_url: memory "URL handle" created, freed by curl_url_cleanup
    """

  private static let curlRows: StaticString = """
    curl_global_init(value)                                  | curl_global_init(3)
    curl_global_cleanup()                                    | curl_global_cleanup(3)
    curl_easy_init() -> new curl?                            | curl_easy_init(3)
    curl_easy_duphandle(use) -> new curl?                    | curl_easy_duphandle(3)
    curl_easy_reset(use)                                     | curl_easy_reset(3)
    curl_easy_cleanup(release curl?)                         | curl_easy_cleanup(3)
    // Options that take strings and lists leave them with the caller, from CURLOPT_URL to CURLOPT_MIMEPOST.
    curl_easy_setopt(use, 10002|10004|10005|10006|10007|10015|10016|10018, borrow...) | curl_easy_setopt(3)
    curl_easy_setopt(use, 10022|10023|10025|10026|10031|10036|10062|10065, borrow...) | curl_easy_setopt(3)
    curl_easy_setopt(use, 10082|10083|10086|10087|10097|10102|10165|10173, borrow...) | curl_easy_setopt(3)
    curl_easy_setopt(use, 10174|10024|10028|10039|10070|10093|10104|10187, borrow...) | curl_easy_setopt(3)
    curl_easy_setopt(use, 10203|10228|10243|10269, borrow...) | curl_easy_setopt(3)
    curl_easy_setopt(use, value, escape...)                  | curl_easy_setopt(3)
    curl_easy_perform(use)                                   | curl_easy_perform(3)
    // CURLINFO_SSL_ENGINES and CURLINFO_COOKIELIST give lists to be freed.
    curl_easy_getinfo(use, 4194331|4194332, out curl_slist...) == 0 | curl_easy_getinfo(3)
    curl_easy_getinfo(use, value, fill...)                   | curl_easy_getinfo(3)
    curl_easy_strerror(value) -> borrowed                    | curl_easy_strerror(3)
    curl_easy_escape(use, borrow, value) -> new curl_mem?    | curl_easy_escape(3)
    curl_easy_unescape(use, borrow, value, fill) -> new curl_mem? | curl_easy_unescape(3)
    curl_escape(borrow, value) -> new curl_mem?              | curl_escape(3)
    curl_unescape(borrow, value) -> new curl_mem?            | curl_unescape(3)
    curl_free(release curl_mem?)                             | curl_free(3)
    curl_easy_send(use, borrow, value, fill)                 | curl_easy_send(3)
    curl_easy_recv(use, fill, value, fill)                   | curl_easy_recv(3)
    curl_easy_pause(use, value)                              | curl_easy_pause(3)
    curl_slist_append(null, borrow) -> new curl_slist?       | curl_slist_append(3)
    curl_slist_append(use, borrow) -> #0?                    | curl_slist_append(3)
    curl_slist_free_all(release curl_slist?)                 | curl_slist_free_all(3)
    curl_mime_init(use) -> new curl_mime?                    | curl_mime_init(3)
    curl_mime_addpart(use) -> inside #0?                     | curl_mime_addpart(3)
    curl_mime_name(use, borrow)                              | curl_mime_name(3)
    curl_mime_data(use, borrow, value)                       | curl_mime_data(3)
    curl_mime_filedata(use, borrow)                          | curl_mime_filedata(3)
    curl_mime_type(use, borrow)                              | curl_mime_type(3)
    curl_mime_subparts(use, take on success) == 0            | curl_mime_subparts(3)
    curl_mime_free(release curl_mime?)                       | curl_mime_free(3)
    curl_multi_init() -> new curl_multi?                     | curl_multi_init(3)
    curl_multi_add_handle(use, use)                          | curl_multi_add_handle(3)
    curl_multi_remove_handle(use, use)                       | curl_multi_remove_handle(3)
    curl_multi_perform(use, fill)                            | curl_multi_perform(3)
    curl_multi_poll(use, use, value, value, fill)            | curl_multi_poll(3)
    curl_multi_wait(use, use, value, value, fill)            | curl_multi_wait(3)
    curl_multi_info_read(use, fill) -> inside #0?            | curl_multi_info_read(3)
    curl_multi_setopt(use, value, escape...)                 | curl_multi_setopt(3)
    curl_multi_strerror(value) -> borrowed                   | curl_multi_strerror(3)
    curl_multi_cleanup(release curl_multi?) == 0             | curl_multi_cleanup(3)
    curl_share_init() -> new curl_share?                     | curl_share_init(3)
    curl_share_setopt(use, value, escape...)                 | curl_share_setopt(3)
    curl_share_cleanup(release curl_share?)                  | curl_share_cleanup(3)
    curl_url() -> new curl_url?                              | curl_url(3)
    curl_url_dup(borrow) -> new curl_url?                    | curl_url_dup(3)
    curl_url_set(use, value, borrow, value)                  | curl_url_set(3)
    curl_url_get(use, value, out curl_mem, value) == 0       | curl_url_get(3)
    curl_url_cleanup(release curl_url?)                      | curl_url_cleanup(3)
    curl_version() -> borrowed                               | curl_version(3)
    curl_version_info(value) -> borrowed                     | curl_version_info(3)
    curl_getdate(borrow, value)                              | curl_getdate(3)
    curl_getenv(borrow) -> new curl_mem?                     | curl_getenv(3)
    curl_maprintf(format, borrow...) -> new curl_mem?        | curl_mprintf(3)
    """
}
