/**
 * What `src/emit/cdktf/app.sources` names → what the emitted app of `format: cdktf` is made of, as the source of
 * an ES module. Shared by the build and by Jest.
 *
 * The app's code is that of `src/stacks`, with the types that it reads. It is taken apart here, one piece a
 * declaration, so that an app gets those that its plan needs and no dead code.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';

const root = new URL('..', import.meta.url).pathname;
const read = (path) => readFileSync(join(root, path), 'utf8');

/** @param {string} text of `app.sources` @returns {string} */
export const moduleOf = (text) => `export default ${JSON.stringify(appSources(JSON.parse(text)))};\n`;

/** Everything that the module is made of, for caches. @param {string} text @returns {string} */
export const ingredientsOf = (text) => {
  const { code, texts } = JSON.parse(text);
  return JSON.stringify([text, read('scripts/app-sources.mjs'), versions(), textsIn(texts), reached(code).map(read)]);
};

/** @returns {import('../src/emit/cdktf/app-sources.ts').AppSources} */
const appSources = ({ code, alternatives, texts }) => ({
  versions: versions(),
  texts: textsIn(texts),
  files: sourceFiles(reached(code), dirname(code), alternatives),
});

const versions = () => JSON.parse(read('package.json')).devDependencies;

const textsIn = (folder) =>
  Object.fromEntries(
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(root, folder), join(entry.parentPath, entry.name)))
      .sort()
      .map((path) => [path, read(join(folder, path))]),
  );

/** The file and all of ours that it imports, types included. @returns {string[]} */
function reached(entry) {
  /** @type {Set<string>} */
  const found = new Set([entry]);
  for (const path of found)
    for (const { specifier } of importsOf(parse(path))) if (isOurs(specifier)) found.add(join(dirname(path), specifier));
  return [...found].sort();
}

const isOurs = (specifier) => specifier.startsWith('.');

const parse = (path) => ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true);

function importsOf(file) {
  return file.statements.filter(ts.isImportDeclaration).map(({ importClause: clause, moduleSpecifier }) => {
    if (!clause?.namedBindings || !ts.isNamedImports(clause.namedBindings))
      throw new Error(`${file.fileName} imports otherwise than by names`);
    const names = clause.namedBindings.elements.map(({ name, propertyName, isTypeOnly }) => {
      if (propertyName && isOurs(moduleSpecifier.text)) throw new Error(`${file.fileName} renames the import ${propertyName.text}`);
      return {
        name: name.text,
        text: propertyName ? `${propertyName.text} as ${name.text}` : name.text,
        isType: isTypeOnly || clause.phaseModifier === ts.SyntaxKind.TypeKeyword,
      };
    });
    return { specifier: moduleSpecifier.text, names };
  });
}

/** Names are looked up by the compiler, which sees these files and no library. */
function sourceFiles(paths, folder, alternatives) {
  const program = ts.createProgram(
    paths.map((path) => join(root, path)),
    { noResolve: true, noLib: true, target: ts.ScriptTarget.ES2022 },
  );
  const checker = program.getTypeChecker();
  return paths.map((path) => sourceFile(path, program.getSourceFile(join(root, path)), checker, folder, alternatives));
}

/** @returns {import('../src/emit/cdktf/app-sources.ts').SourceFile} */
function sourceFile(path, file, checker, folder, alternatives) {
  const imports = importsOf(file);
  const others = file.statements.filter((statement) => !ts.isImportDeclaration(statement));
  const [about, offset] = aboutOf(file);
  return {
    path: pathInApp(path, folder),
    about,
    imports: imports.map(({ specifier, names }) => ({
      from: isOurs(specifier) ? { file: pathInApp(join(dirname(path), specifier), folder) } : { package: specifier },
      names,
    })),
    declarations: others.map((statement) => {
      const name = nameOf(statement, file);
      const from = Math.max(statement.getFullStart(), offset);
      const text = withoutLinter(file.text.slice(from, statement.getEnd()));
      return {
        name,
        text: text.trim(),
        spaced: /^\s*\n\s*\n/.test(text),
        ...(alternatives.includes(name)
          ? { uses: usesIn(statement.declarationList?.declarations[0].type, checker, name), alternatives: alternativesOf(statement, file) }
          : { uses: usesIn(statement, checker, name) }),
      };
    }),
  };
}

/** Code of `src/stacks` keeps its folders; the types that it reads stand beside it. */
function pathInApp(path, folder) {
  const within = relative(folder, path);
  return join('src', within.startsWith('..') ? basename(path) : within);
}

/** The comment on the file itself, and where what follows begins. @returns {[string, number]} */
function aboutOf(file) {
  const [first] = file.statements;
  const [comment, ...more] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  if (comment === undefined || (more.length === 0 && !ts.isImportDeclaration(first))) return ['', 0];
  return [file.text.slice(comment.pos, comment.end), comment.end];
}

/** Remarks to our linter are no business of the app's readers. */
const withoutLinter = (text) => text.replace(/^ *\/\/ oxlint-.*\n/gm, '');

function nameOf(statement, file) {
  const [declared] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
  if (!declared?.name || !ts.isIdentifier(declared.name)) throw new Error(`${file.fileName} has a statement that declares nothing`);
  return declared.name.text;
}

/** Top-level names of its file that a declaration mentions, itself not counted. */
function usesIn(node, checker, self) {
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (child) => {
    if (ts.isIdentifier(child) && isOfFile(symbolOf(child, checker))) found.add(child.text);
    ts.forEachChild(child, visit);
  };
  if (node) visit(node);
  found.delete(self);
  return [...found].sort();
}

const symbolOf = (name, checker) =>
  ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);

const isOfFile = (symbol) =>
  symbol?.declarations?.some((d) => ts.isImportSpecifier(d) || ts.isSourceFile((ts.isVariableDeclaration(d) ? d.parent.parent : d).parent));

/** Members of a union, or properties of an object: an app gets those whose target it has otherwise. */
function alternativesOf(statement, file) {
  if (ts.isTypeAliasDeclaration(statement)) {
    return {
      open: `${file.text.slice(statement.getStart(), statement.type.getStart()).trimEnd()}`,
      items: statement.type.types.map((type) => ({ key: type.getText(), text: type.getText(), uses: type.getText() })),
    };
  }
  const [{ initializer }] = statement.declarationList.declarations;
  return {
    open: `${file.text.slice(statement.getStart(), initializer.getStart())}`,
    items: initializer.properties.map((property) => ({
      key: property.name.text,
      text: property.getText(),
      uses: (property.initializer ?? property.name).getText(),
    })),
  };
}
