"""The language server: findings, meanings, completion and repairs in any editor that speaks LSP 3.17 over stdio."""
