extension ModelTable {
  /// SDL 2.
  static let sdl2 = ModelTable(families: sdl2Families, functions: [sdl2Rows])

  private static let sdl2Families: StaticString = """
    SDL_malloc: memory "memory" allocated, freed by SDL_free
    SDL_Window: handle "window" created, destroyed by SDL_DestroyWindow
    SDL_Renderer: handle "renderer" created, destroyed by SDL_DestroyRenderer
    // Textures die with their renderer.
    SDL_Texture: handle "texture" created, destroyed by SDL_DestroyTexture; losable
    SDL_Surface: memory "surface" created, freed by SDL_FreeSurface; counted
    SDL_PixelFormat: memory "pixel format" allocated, freed by SDL_FreeFormat; counted
    SDL_RWops: handle "data source" opened, closed by SDL_RWclose
    SDL_wav: memory "audio buffer" loaded, freed by SDL_FreeWAV
    SDL_Thread: handle "thread" started, joined by SDL_WaitThread, SDL_DetachThread
    SDL_mutex: handle "mutex" created, destroyed by SDL_DestroyMutex
    SDL_cond: handle "condition variable" created, destroyed by SDL_DestroyCond
    SDL_sem: handle "semaphore" created, destroyed by SDL_DestroySemaphore
    SDL_GLContext: handle "OpenGL context" created, deleted by SDL_GL_DeleteContext
    SDL_Cursor: handle "cursor" created, freed by SDL_FreeCursor
    SDL_Joystick: handle "joystick" opened, closed by SDL_JoystickClose
    SDL_GameController: handle "game controller" opened, closed by SDL_GameControllerClose
    SDL_object: handle "shared object" loaded, unloaded by SDL_UnloadObject
    """

  private static let sdl2Rows: StaticString = """
    SDL_Init(value)                                          | SDL_Init
    SDL_Quit()                                               | SDL_Quit
    SDL_GetError() -> borrowed                               | SDL_GetError
    SDL_SetError(format, borrow...)                          | SDL_SetError
    SDL_Log(format, borrow...)                               | SDL_Log
    SDL_malloc(value) -> new SDL_malloc?                     | SDL_malloc
    SDL_calloc(value, value) -> new zeroed SDL_malloc?       | SDL_calloc
    SDL_realloc(reallocate SDL_malloc, value) -> new SDL_malloc? | SDL_realloc
    SDL_free(release SDL_malloc?)                            | SDL_free
    SDL_strdup(borrow) -> new SDL_malloc?                    | SDL_strdup
    SDL_iconv_string(borrow, borrow, borrow, value) -> new SDL_malloc? | SDL_iconv_string
    SDL_GetBasePath() -> new SDL_malloc?                     | SDL_GetBasePath
    SDL_GetPrefPath(borrow, borrow) -> new SDL_malloc?       | SDL_GetPrefPath
    SDL_GetClipboardText() -> new SDL_malloc?                | SDL_GetClipboardText
    SDL_SetClipboardText(borrow)                             | SDL_SetClipboardText
    SDL_LoadFile(borrow, fill) -> new SDL_malloc?            | SDL_LoadFile
    SDL_LoadFile_RW(release SDL_RWops?, fill, !0) -> new SDL_malloc? | SDL_LoadFile_RW
    SDL_LoadFile_RW(use, fill, value) -> new SDL_malloc?     | SDL_LoadFile_RW
    SDL_memcpy(copy #1, borrow, value) -> #0                 | SDL_memcpy
    SDL_memmove(copy #1, borrow, value) -> #0                | SDL_memmove
    SDL_memset(set #1, value, value) -> #0                   | SDL_memset
    SDL_strlen(borrow) pure                                  | SDL_strlen
    SDL_strcmp(borrow, borrow) pure                          | SDL_strcmp
    SDL_snprintf(fill, value, format, borrow...)             | SDL_snprintf
    SDL_CreateWindow(borrow, value, value, value, value, value) -> new SDL_Window? | SDL_CreateWindow
    SDL_SetWindowTitle(use, borrow)                          | SDL_SetWindowTitle
    SDL_GetWindowSurface(use) -> inside #0?                  | SDL_GetWindowSurface
    SDL_DestroyWindow(release SDL_Window)                    | SDL_DestroyWindow
    SDL_CreateRenderer(use, value, value) -> new SDL_Renderer? | SDL_CreateRenderer
    SDL_CreateSoftwareRenderer(use) -> new SDL_Renderer?     | SDL_CreateSoftwareRenderer
    SDL_RenderCopy(use, use, borrow, borrow)                 | SDL_RenderCopy
    SDL_RenderClear(use)                                     | SDL_RenderClear
    SDL_RenderPresent(use)                                   | SDL_RenderPresent
    SDL_DestroyRenderer(release SDL_Renderer)                | SDL_DestroyRenderer
    SDL_CreateTexture(use, value, value, value, value) -> new SDL_Texture? | SDL_CreateTexture
    SDL_CreateTextureFromSurface(use, use) -> new SDL_Texture? | SDL_CreateTextureFromSurface
    SDL_UpdateTexture(use, borrow, borrow, value)            | SDL_UpdateTexture
    SDL_DestroyTexture(release SDL_Texture)                  | SDL_DestroyTexture
    SDL_CreateRGBSurface(value, value, value, value, value, value, value, value) -> new SDL_Surface? | SDL_CreateRGBSurface
    SDL_CreateRGBSurfaceWithFormat(value, value, value, value, value) -> new SDL_Surface? | SDL_CreateRGBSurfaceWithFormat
    SDL_ConvertSurface(use, borrow, value) -> new SDL_Surface? | SDL_ConvertSurface
    SDL_ConvertSurfaceFormat(use, value, value) -> new SDL_Surface? | SDL_ConvertSurfaceFormat
    // A source that is to be freed is freed even when loading fails.
    SDL_LoadBMP_RW(release SDL_RWops?, !0) -> new SDL_Surface? | SDL_LoadBMP_RW
    SDL_LoadBMP_RW(use, value) -> new SDL_Surface?           | SDL_LoadBMP_RW
    SDL_UpperBlit(use, borrow, use, use)                     | SDL_BlitSurface
    SDL_FillRect(use, borrow, value)                         | SDL_FillRect
    SDL_LockSurface(use)                                     | SDL_LockSurface
    SDL_UnlockSurface(use)                                   | SDL_LockSurface
    SDL_FreeSurface(release SDL_Surface?)                    | SDL_FreeSurface
    SDL_AllocFormat(value) -> new SDL_PixelFormat?           | SDL_AllocFormat
    SDL_FreeFormat(release SDL_PixelFormat)                  | SDL_FreeFormat
    SDL_RWFromFile(borrow, borrow) -> new SDL_RWops?         | SDL_RWFromFile
    SDL_RWFromMem(borrow, value) -> new SDL_RWops?           | SDL_RWFromMem
    SDL_RWFromConstMem(borrow, value) -> new SDL_RWops?      | SDL_RWFromConstMem
    SDL_RWread(use, fill, value, value)                      | SDL_RWread
    SDL_RWwrite(use, borrow, value, value)                   | SDL_RWwrite
    SDL_RWclose(release SDL_RWops)                           | SDL_RWclose
    SDL_LoadWAV_RW(release SDL_RWops?, !0, fill, out SDL_wav, fill) -> #2? | SDL_LoadWAV_RW
    SDL_LoadWAV_RW(use, value, fill, out SDL_wav, fill) -> #2? | SDL_LoadWAV_RW
    SDL_FreeWAV(release SDL_wav?)                            | SDL_FreeWAV
    SDL_CreateThread(value, borrow, escape) -> new SDL_Thread? | SDL_CreateThread
    SDL_WaitThread(release SDL_Thread?, fill)                | SDL_WaitThread
    SDL_DetachThread(release SDL_Thread?)                    | SDL_DetachThread
    SDL_CreateMutex() -> new SDL_mutex?                      | SDL_CreateMutex
    SDL_LockMutex(use)                                       | SDL_LockMutex
    SDL_UnlockMutex(use)                                     | SDL_UnlockMutex
    SDL_DestroyMutex(release SDL_mutex?)                     | SDL_DestroyMutex
    SDL_CreateCond() -> new SDL_cond?                        | SDL_CreateCond
    SDL_CondSignal(use)                                      | SDL_CondSignal
    SDL_CondWait(use, use)                                   | SDL_CondWait
    SDL_DestroyCond(release SDL_cond?)                       | SDL_DestroyCond
    SDL_CreateSemaphore(value) -> new SDL_sem?               | SDL_CreateSemaphore
    SDL_DestroySemaphore(release SDL_sem?)                   | SDL_DestroySemaphore
    SDL_GL_CreateContext(use) -> new SDL_GLContext?          | SDL_GL_CreateContext
    SDL_GL_DeleteContext(release SDL_GLContext)              | SDL_GL_DeleteContext
    SDL_CreateSystemCursor(value) -> new SDL_Cursor?         | SDL_CreateSystemCursor
    SDL_SetCursor(use)                                       | SDL_SetCursor
    SDL_FreeCursor(release SDL_Cursor?)                      | SDL_FreeCursor
    SDL_JoystickOpen(value) -> new SDL_Joystick?             | SDL_JoystickOpen
    SDL_JoystickClose(release SDL_Joystick?)                 | SDL_JoystickClose
    SDL_GameControllerOpen(value) -> new SDL_GameController? | SDL_GameControllerOpen
    SDL_GameControllerClose(release SDL_GameController?)     | SDL_GameControllerClose
    SDL_LoadObject(borrow) -> new SDL_object?                | SDL_LoadObject
    SDL_LoadFunction(use, borrow) -> borrowed?               | SDL_LoadFunction
    SDL_UnloadObject(release SDL_object?)                    | SDL_UnloadObject
    SDL_PollEvent(fill)                                      | SDL_PollEvent
    SDL_WaitEvent(fill)                                      | SDL_WaitEvent
    SDL_PushEvent(escape)                                    | SDL_PushEvent
    SDL_AddTimer(value, value, escape)                       | SDL_AddTimer
    SDL_GetTicks()                                           | SDL_GetTicks
    SDL_Delay(value)                                         | SDL_Delay
    """
}
