// A client as Visual Studio Code has it: its protocol package over stdio, with the capabilities that it declares.
// Arguments: the folder, and the command to start. Writes what it is told as JSON to standard output.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const p = require('vscode-languageserver-protocol/node');

const [root, ...command] = process.argv.slice(2);
const server = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = p.createProtocolConnection(
  new p.StreamMessageReader(server.stdout),
  new p.StreamMessageWriter(server.stdin),
);
const uriOf = (name) => pathToFileURL(path.join(root, name)).toString();
const capabilities = {
  general: { positionEncodings: ['utf-16'], staleRequestSupport: { cancel: true, retryOnContentModified: [] } },
  window: { workDoneProgress: true, showMessage: { messageActionItem: { additionalPropertiesSupport: true } } },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      failureHandling: 'textOnlyTransactional',
      normalizesLineEndings: true,
      changeAnnotationSupport: { groupsOnLabel: true },
    },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    synchronization: { dynamicRegistration: true, willSave: true, willSaveWaitUntil: true, didSave: true },
    publishDiagnostics: {
      relatedInformation: true, versionSupport: false, tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true, dataSupport: true,
    },
    completion: {
      dynamicRegistration: true,
      contextSupport: true,
      completionItem: {
        snippetSupport: true, commitCharactersSupport: true, documentationFormat: ['markdown', 'plaintext'],
        insertReplaceSupport: true, labelDetailsSupport: true, resolveSupport: { properties: ['documentation'] },
      },
      completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'data'] },
    },
    hover: { dynamicRegistration: true, contentFormat: ['markdown', 'plaintext'] },
    definition: { dynamicRegistration: true, linkSupport: true },
    references: { dynamicRegistration: true },
    documentSymbol: { dynamicRegistration: true, hierarchicalDocumentSymbolSupport: true },
    foldingRange: { dynamicRegistration: true, rangeLimit: 5000, lineFoldingOnly: true },
    rename: { dynamicRegistration: true, prepareSupport: true, prepareSupportDefaultBehavior: 1 },
    codeAction: {
      dynamicRegistration: true, isPreferredSupport: true, dataSupport: true, disabledSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source', 'source.fixAll'] } },
    },
    inlayHint: { dynamicRegistration: true, resolveSupport: { properties: ['tooltip'] } },
  },
};

const told = {};
const waiting = [];
connection.onNotification(p.PublishDiagnosticsNotification.type, (params) => {
  told[params.uri] = params.diagnostics;
  for (const check of waiting.splice(0)) check();
});
const codes = (name) => (told[uriOf(name)] ?? []).map((each) => each.code);
const until = (fits) =>
  new Promise((done) => {
    const check = () => (fits() ? done() : waiting.push(check));
    check();
  });
const registered = [];
connection.onRequest(p.RegistrationRequest.type, (params) => {
  registered.push(...params.registrations.map((each) => each.method));
});
connection.onRequest(p.ConfigurationRequest.type, (params) => params.items.map(() => null));
connection.onRequest(p.WorkDoneProgressCreateRequest.type, () => null);
connection.listen();

async function run() {
  const folder = pathToFileURL(root).toString();
  const out = {};
  const answer = await connection.sendRequest(p.InitializeRequest.type, {
    processId: process.pid, clientInfo: { name: 'Visual Studio Code', version: '1.99.0' }, locale: 'en',
    rootPath: root, rootUri: folder, capabilities, trace: 'off', workspaceFolders: [{ uri: folder, name: 'plan' }],
  });
  out.server = answer.serverInfo.name;
  await connection.sendNotification(p.InitializedNotification.type, {});
  const uri = uriOf('one.yaml');
  const textDocument = { uri };
  await connection.sendNotification(p.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version: 1, text: fs.readFileSync(path.join(root, 'one.yaml'), 'utf8') },
  });
  await until(() => codes('one.yaml').includes('CON101'));
  const conflict = told[uri].find((each) => each.code === 'CON101');
  out.conflict = { severity: conflict.severity, related: conflict.relatedInformation[0].location.uri };
  await connection.sendNotification(p.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 4, character: 23 }, end: { line: 4, character: 27 } }, text: '95x5' }],
  });
  await until(() => codes('one.yaml').includes('YML005'));
  await connection.sendNotification(p.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 3 },
    contentChanges: [{ range: { start: { line: 4, character: 23 }, end: { line: 4, character: 27 } }, text: '9565' }],
  });
  await until(() => codes('one.yaml').includes('CON101'));
  const head = { start: { line: 4, character: 4 }, end: { line: 4, character: 4 } };
  const actions = await connection.sendRequest(p.CodeActionRequest.type, {
    textDocument, range: head,
    context: { diagnostics: told[uri], triggerKind: p.CodeActionTriggerKind.Invoked },
  });
  out.actions = actions.map((each) => each.title);
  const position = { line: 4, character: 9 };
  out.prepared = await connection.sendRequest(p.PrepareRenameRequest.type, { textDocument, position });
  const edit = await connection.sendRequest(p.RenameRequest.type, { textDocument, position, newName: 'renamed' });
  out.renamed = Object.keys(edit.changes ?? {}).length + (edit.documentChanges ?? []).length;
  const hover = await connection.sendRequest(p.HoverRequest.type, { textDocument, position: { line: 4, character: 64 } });
  out.hover = hover.contents.value;
  const list = await connection.sendRequest(p.CompletionRequest.type, {
    textDocument, position: { line: 4, character: 64 }, context: { triggerKind: 1 },
  });
  out.completions = list.items.length;
  out.hints = await connection.sendRequest(p.InlayHintRequest.type, {
    textDocument, range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  });
  out.symbols = (await connection.sendRequest(p.DocumentSymbolRequest.type, { textDocument })).length;
  const target = await connection.sendRequest(p.DefinitionRequest.type, { textDocument, position: head.start });
  out.definition = [].concat(target)[0].uri ?? [].concat(target)[0].targetUri;
  out.registered = registered;
  await connection.sendRequest(p.ShutdownRequest.type);
  const ended = new Promise((done) => server.once('exit', done));
  await connection.sendNotification(p.ExitNotification.type);
  out.exit = await ended;
  process.stdout.write(JSON.stringify(out));
}

run().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    server.kill();
    process.exit(1);
  },
);
