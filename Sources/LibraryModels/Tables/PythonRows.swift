extension ModelTable {
  /// Python's C API. Objects are borrowed by the functions that they are passed to, but for those that take over
  /// (`take`) or keep (`share`) a reference.
  static let python = ModelTable(families: families, functions: [rows])

  private static let families: StaticString = """
    PyObject: memory "object" created, released by Py_DECREF; counted
    PyMem: memory "memory" allocated, freed by PyMem_Free
    PyMem_Raw: memory "memory" allocated, freed by PyMem_RawFree
    """

  private static let rows: StaticString = """
    Py_INCREF(retain PyObject)                               | Python/C API: Reference Counting
    Py_XINCREF(retain PyObject)                              | Python/C API: Reference Counting
    Py_IncRef(retain PyObject)                               | Python/C API: Reference Counting
    Py_NewRef(retain PyObject) -> #0                         | Python/C API: Reference Counting
    Py_XNewRef(retain PyObject) -> #0                        | Python/C API: Reference Counting
    Py_DECREF(release PyObject)                              | Python/C API: Reference Counting
    Py_XDECREF(release PyObject?)                            | Python/C API: Reference Counting
    Py_DecRef(release PyObject?)                             | Python/C API: Reference Counting
    _Py_NewRef(retain PyObject) -> #0                        | Python/C API: Reference Counting
    _Py_XNewRef(retain PyObject) -> #0                       | Python/C API: Reference Counting
    // Lists and tuples take over the reference that they are given; what they give back stays theirs.
    PyList_New(value) -> new PyObject?                       | Python/C API: List Objects
    PyList_GetItem(use, value) -> lent PyObject?             | Python/C API: List Objects
    PyList_GET_ITEM(use, value) -> lent PyObject?            | Python/C API: List Objects
    PyList_GetItemRef(use, value) -> new PyObject?           | Python/C API: List Objects
    PyList_SetItem(use, value, take)                         | Python/C API: List Objects
    PyList_SET_ITEM(use, value, take)                        | Python/C API: List Objects
    PyList_Append(use, share)                                | Python/C API: List Objects
    PyList_Insert(use, value, share)                         | Python/C API: List Objects
    PyList_Size(use)                                         | Python/C API: List Objects
    PyList_GET_SIZE(use)                                     | Python/C API: List Objects
    PyList_Sort(use)                                         | Python/C API: List Objects
    PyList_Reverse(use)                                      | Python/C API: List Objects
    PyList_AsTuple(use) -> new PyObject?                     | Python/C API: List Objects
    PyList_GetSlice(use, value, value) -> new PyObject?      | Python/C API: List Objects
    PyTuple_New(value) -> new PyObject?                      | Python/C API: Tuple Objects
    PyTuple_Pack(value, share...) -> new PyObject?           | Python/C API: Tuple Objects
    PyTuple_GetItem(use, value) -> lent PyObject?            | Python/C API: Tuple Objects
    PyTuple_GET_ITEM(use, value) -> lent PyObject?           | Python/C API: Tuple Objects
    PyTuple_SetItem(use, value, take)                        | Python/C API: Tuple Objects
    PyTuple_SET_ITEM(use, value, take)                       | Python/C API: Tuple Objects
    PyTuple_Size(use)                                        | Python/C API: Tuple Objects
    PyTuple_GET_SIZE(use)                                    | Python/C API: Tuple Objects
    PyDict_New() -> new PyObject?                            | Python/C API: Dictionary Objects
    PyDict_SetItem(use, share, share)                        | Python/C API: Dictionary Objects
    PyDict_SetItemString(use, borrow, share)                 | Python/C API: Dictionary Objects
    PyDict_GetItem(use, borrow) -> lent PyObject?            | Python/C API: Dictionary Objects
    PyDict_GetItemWithError(use, borrow) -> lent PyObject?   | Python/C API: Dictionary Objects
    PyDict_GetItemString(use, borrow) -> lent PyObject?      | Python/C API: Dictionary Objects
    PyDict_DelItem(use, borrow)                              | Python/C API: Dictionary Objects
    PyDict_DelItemString(use, borrow)                        | Python/C API: Dictionary Objects
    PyDict_Contains(use, borrow)                             | Python/C API: Dictionary Objects
    PyDict_Size(use)                                         | Python/C API: Dictionary Objects
    PyDict_Keys(use) -> new PyObject?                        | Python/C API: Dictionary Objects
    PyDict_Values(use) -> new PyObject?                      | Python/C API: Dictionary Objects
    PyDict_Items(use) -> new PyObject?                       | Python/C API: Dictionary Objects
    PyDict_Copy(use) -> new PyObject?                        | Python/C API: Dictionary Objects
    PyDict_Update(use, use)                                  | Python/C API: Dictionary Objects
    PyDict_Clear(use)                                        | Python/C API: Dictionary Objects
    PySet_New(use) -> new PyObject?                          | Python/C API: Set Objects
    PySet_Add(use, share)                                    | Python/C API: Set Objects
    PySet_Contains(use, borrow)                              | Python/C API: Set Objects
    PySet_Discard(use, borrow)                               | Python/C API: Set Objects
    PySet_Size(use)                                          | Python/C API: Set Objects
    PyLong_FromLong(value) -> new PyObject?                  | Python/C API: Integer Objects
    PyLong_FromUnsignedLong(value) -> new PyObject?          | Python/C API: Integer Objects
    PyLong_FromLongLong(value) -> new PyObject?              | Python/C API: Integer Objects
    PyLong_FromUnsignedLongLong(value) -> new PyObject?      | Python/C API: Integer Objects
    PyLong_FromSsize_t(value) -> new PyObject?               | Python/C API: Integer Objects
    PyLong_FromSize_t(value) -> new PyObject?                | Python/C API: Integer Objects
    PyLong_FromDouble(value) -> new PyObject?                | Python/C API: Integer Objects
    PyLong_FromVoidPtr(value) -> new PyObject?               | Python/C API: Integer Objects
    PyLong_AsLong(use)                                       | Python/C API: Integer Objects
    PyLong_AsLongLong(use)                                   | Python/C API: Integer Objects
    PyLong_AsUnsignedLong(use)                               | Python/C API: Integer Objects
    PyLong_AsSsize_t(use)                                    | Python/C API: Integer Objects
    PyLong_AsDouble(use)                                     | Python/C API: Integer Objects
    PyBool_FromLong(value) -> new PyObject?                  | Python/C API: Integer Objects
    PyFloat_FromDouble(value) -> new PyObject?               | Python/C API: Floating-Point Objects
    PyFloat_AsDouble(use)                                    | Python/C API: Floating-Point Objects
    PyUnicode_FromString(borrow) -> new PyObject?            | Python/C API: Unicode Objects and Codecs
    PyUnicode_FromStringAndSize(borrow, value) -> new PyObject? | Python/C API: Unicode Objects and Codecs
    PyUnicode_FromFormat(borrow, borrow...) -> new PyObject? | Python/C API: Unicode Objects and Codecs
    PyUnicode_Concat(use, use) -> new PyObject?              | Python/C API: Unicode Objects and Codecs
    PyUnicode_AsUTF8(use) -> inside #0?                      | Python/C API: Unicode Objects and Codecs
    PyUnicode_AsUTF8AndSize(use, fill) -> inside #0?         | Python/C API: Unicode Objects and Codecs
    PyUnicode_AsUTF8String(use) -> new PyObject?             | Python/C API: Unicode Objects and Codecs
    PyUnicode_AsEncodedString(use, borrow, borrow) -> new PyObject? | Python/C API: Unicode Objects and Codecs
    PyUnicode_DecodeUTF8(borrow, value, borrow) -> new PyObject? | Python/C API: Unicode Objects and Codecs
    PyUnicode_CompareWithASCIIString(use, borrow)            | Python/C API: Unicode Objects and Codecs
    PyBytes_FromString(borrow) -> new PyObject?              | Python/C API: Bytes Objects
    PyBytes_FromStringAndSize(borrow, value) -> new PyObject? | Python/C API: Bytes Objects
    PyBytes_AsString(use) -> inside #0?                      | Python/C API: Bytes Objects
    PyBytes_Size(use)                                        | Python/C API: Bytes Objects
    PyObject_GetAttr(use, borrow) -> new PyObject?           | Python/C API: Object Protocol
    PyObject_GetAttrString(use, borrow) -> new PyObject?     | Python/C API: Object Protocol
    PyObject_SetAttr(use, borrow, share)                     | Python/C API: Object Protocol
    PyObject_SetAttrString(use, borrow, share)               | Python/C API: Object Protocol
    PyObject_HasAttrString(use, borrow)                      | Python/C API: Object Protocol
    PyObject_GetItem(use, borrow) -> new PyObject?           | Python/C API: Object Protocol
    PyObject_SetItem(use, share, share)                      | Python/C API: Object Protocol
    PyObject_Str(use) -> new PyObject?                       | Python/C API: Object Protocol
    PyObject_Repr(use) -> new PyObject?                      | Python/C API: Object Protocol
    PyObject_Type(use) -> new PyObject?                      | Python/C API: Object Protocol
    PyObject_GetIter(use) -> new PyObject?                   | Python/C API: Object Protocol
    PyIter_Next(use) -> new PyObject?                        | Python/C API: Object Protocol
    PyObject_IsTrue(use)                                     | Python/C API: Object Protocol
    PyObject_IsInstance(use, borrow)                         | Python/C API: Object Protocol
    PyObject_Size(use)                                       | Python/C API: Object Protocol
    PyObject_Length(use)                                     | Python/C API: Object Protocol
    PyObject_RichCompare(use, use, value) -> new PyObject?   | Python/C API: Object Protocol
    PyObject_RichCompareBool(use, use, value)                | Python/C API: Object Protocol
    PySequence_GetItem(use, value) -> new PyObject?          | Python/C API: Object Protocol
    PySequence_Fast(use, borrow) -> new PyObject?            | Python/C API: Object Protocol
    PySequence_List(use) -> new PyObject?                    | Python/C API: Object Protocol
    PySequence_Tuple(use) -> new PyObject?                   | Python/C API: Object Protocol
    PySequence_Size(use)                                     | Python/C API: Object Protocol
    PyMapping_GetItemString(use, borrow) -> new PyObject?    | Python/C API: Object Protocol
    PyNumber_Add(use, use) -> new PyObject?                  | Python/C API: Object Protocol
    PyNumber_Subtract(use, use) -> new PyObject?             | Python/C API: Object Protocol
    PyNumber_Multiply(use, use) -> new PyObject?             | Python/C API: Object Protocol
    PyNumber_Long(use) -> new PyObject?                      | Python/C API: Object Protocol
    PyNumber_Float(use) -> new PyObject?                     | Python/C API: Object Protocol
    PyObject_Call(use, use, use) -> new PyObject?            | Python/C API: Call Protocol
    PyObject_CallNoArgs(use) -> new PyObject?                | Python/C API: Call Protocol
    PyObject_CallOneArg(use, use) -> new PyObject?           | Python/C API: Call Protocol
    PyObject_CallObject(use, use) -> new PyObject?           | Python/C API: Call Protocol
    PyObject_CallFunction(use, borrow, escape...) -> new PyObject? | Python/C API: Call Protocol
    PyObject_CallMethod(use, borrow, borrow, escape...) -> new PyObject? | Python/C API: Call Protocol
    PyObject_CallFunctionObjArgs(use, use...) -> new PyObject? | Python/C API: Call Protocol
    PyObject_CallMethodObjArgs(use, borrow, use...) -> new PyObject? | Python/C API: Call Protocol
    PyCallable_Check(use)                                    | Python/C API: Call Protocol
    PyArg_ParseTuple(use, borrow, fill...)                   | Python/C API: Parsing arguments and building values
    PyArg_ParseTupleAndKeywords(use, use, borrow, use, fill...) | Python/C API: Parsing arguments and building values
    PyArg_UnpackTuple(use, borrow, value, value, fill...)    | Python/C API: Parsing arguments and building values
    Py_BuildValue(borrow, escape...) -> new PyObject?        | Python/C API: Parsing arguments and building values
    PyImport_ImportModule(borrow) -> new PyObject?           | Python/C API: Importing Modules
    PyImport_Import(use) -> new PyObject?                    | Python/C API: Importing Modules
    PyImport_AddModule(borrow) -> lent PyObject?             | Python/C API: Importing Modules
    PyModule_Create2(use, value) -> new PyObject?            | Python/C API: Module Objects
    PyModule_GetDict(use) -> lent PyObject                   | Python/C API: Module Objects
    PyModule_AddObject(use, borrow, take on success) == 0    | Python/C API: Module Objects
    PyModule_AddObjectRef(use, borrow, share)                | Python/C API: Module Objects
    PyModule_Add(use, borrow, take)                          | Python/C API: Module Objects
    PyModule_AddIntConstant(use, borrow, value)              | Python/C API: Module Objects
    PyModule_AddStringConstant(use, borrow, borrow)          | Python/C API: Module Objects
    PyErr_Occurred() -> lent PyObject?                       | Python/C API: Exception Handling
    PyErr_SetString(use, borrow)                             | Python/C API: Exception Handling
    PyErr_SetObject(use, share)                              | Python/C API: Exception Handling
    PyErr_SetNone(use)                                       | Python/C API: Exception Handling
    PyErr_Format(use, borrow, borrow...)                     | Python/C API: Exception Handling
    PyErr_NoMemory()                                         | Python/C API: Exception Handling
    PyErr_Clear()                                            | Python/C API: Exception Handling
    PyErr_Print()                                            | Python/C API: Exception Handling
    PyErr_NewException(borrow, use, use) -> new PyObject?    | Python/C API: Exception Handling
    PyErr_Restore(take, take, take)                          | Python/C API: Exception Handling
    PyException_SetCause(use, take)                          | Python/C API: Exception Handling
    PyException_SetContext(use, take)                        | Python/C API: Exception Handling
    PyEval_GetBuiltins() -> lent PyObject?                   | Python/C API: Reflection
    PyEval_GetLocals() -> lent PyObject?                     | Python/C API: Reflection
    PyEval_GetGlobals() -> lent PyObject?                    | Python/C API: Reflection
    PySys_GetObject(borrow) -> lent PyObject?                | Python/C API: Reflection
    PyMem_Malloc(value) -> new PyMem?                        | Python/C API: Memory Management
    PyMem_Calloc(value, value) -> new zeroed PyMem?          | Python/C API: Memory Management
    PyMem_Realloc(reallocate PyMem, value) -> new PyMem?     | Python/C API: Memory Management
    PyMem_Free(release PyMem?)                               | Python/C API: Memory Management
    PyMem_RawMalloc(value) -> new PyMem_Raw?                 | Python/C API: Memory Management
    PyMem_RawCalloc(value, value) -> new zeroed PyMem_Raw?   | Python/C API: Memory Management
    PyMem_RawRealloc(reallocate PyMem_Raw, value) -> new PyMem_Raw? | Python/C API: Memory Management
    PyMem_RawFree(release PyMem_Raw?)                        | Python/C API: Memory Management
    """
}
