extension ModelTable {
  /// Microsoft's component objects: interfaces that count their references.
  static let com = ModelTable(families: families, functions: [rows])

  private static let families: StaticString = """
    IUnknown: memory "object" obtained, released by IUnknown::Release; counted; same as new
    CoTaskMem: memory "memory" allocated, freed by CoTaskMemFree
    BSTR: memory "string" allocated, freed by SysFreeString
    """

  private static let rows: StaticString = """
    IUnknown::AddRef(retain IUnknown)                        | Win32: IUnknown
    IUnknown::Release(release IUnknown)                      | Win32: IUnknown
    IUnknown::QueryInterface(use, borrow, out IUnknown) >= 0 | Win32: IUnknown
    CoCreateInstance(borrow, use, value, borrow, out IUnknown) >= 0 | Win32: CoCreateInstance
    CoGetClassObject(borrow, value, use, borrow, out IUnknown) >= 0 | Win32: CoGetClassObject
    CoTaskMemAlloc(value) -> new CoTaskMem?                  | Win32: CoTaskMemAlloc
    CoTaskMemRealloc(reallocate CoTaskMem, value) -> new CoTaskMem? | Win32: CoTaskMemRealloc
    CoTaskMemFree(release CoTaskMem?)                        | Win32: CoTaskMemFree
    SysAllocString(borrow) -> new BSTR?                      | Win32: SysAllocString
    SysAllocStringLen(borrow, value) -> new BSTR?            | Win32: SysAllocStringLen
    SysFreeString(release BSTR?)                             | Win32: SysFreeString
    SysStringLen(borrow) pure                                | Win32: SysStringLen
    """
}
