//! Tells Zed how Ownscope's language server is started.

use zed_extension_api::{self as zed, settings::LspSettings, LanguageServerId, Result};

struct Ownscope;

impl zed::Extension for Ownscope {
    fn new() -> Self {
        Ownscope
    }

    /// The program that the settings name, else the one on the search path of the project's shell.
    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<zed::Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)
            .ok()
            .and_then(|settings| settings.binary);
        let path = binary.as_ref().and_then(|binary| binary.path.clone());
        let arguments = binary.and_then(|binary| binary.arguments);
        let command = path
            .or_else(|| worktree.which("ownscope"))
            .ok_or("no program `ownscope` is on the search path; install it, or name it in lsp.ownscope.binary.path")?;
        Ok(zed::Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".into(), "--stdio".into()]),
            env: worktree.shell_env(),
        })
    }

    /// What stands under `lsp.ownscope.settings`, with the keys of `.ownscope.yaml`.
    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| zed::serde_json::json!({ "ownscope": settings })))
    }
}

zed::register_extension!(Ownscope);
