import type { Rule } from 'eslint';
import { relative, sep } from 'node:path';
import { refuseFile, refusePackage } from './borders.ts';
import { findPath } from './circles.ts';
import { readImportGraph, resolveImport, root, type ImportGraph } from './imports.ts';

/** What names another module: declarations, `import()` of a value or a type, and workers. */
const specifiers = [
	'ImportDeclaration > Literal.source',
	'ExportNamedDeclaration > Literal.source',
	'ExportAllDeclaration > Literal.source',
	'ImportExpression > Literal.source',
	'TSImportType > Literal.source',
	'NewExpression[callee.name="URL"][arguments.1.object.type="MetaProperty"] > Literal',
].join(', ');

/** Of an import the message that refuses it; undefined where it may stay. */
type Refuse = (specifier: string, file: string) => string | undefined;

const refuseBorder: Refuse = (specifier, file) => {
	const target = resolveImport(specifier, file);
	if (target === undefined) return undefined;
	return 'file' in target ? refuseFile(file, target.file) : refusePackage(file, target.package);
};

// Read once for a run: an editor sees what changed in other files when its ESLint starts again.
let graph: ImportGraph | undefined;

const refuseCircle: Refuse = (specifier, file) => {
	const target = resolveImport(specifier, file);
	if (target === undefined || !('file' in target) || target.file === file) return undefined;
	graph ??= readImportGraph();
	const back = findPath(graph, target.file, file);
	if (back === undefined) return undefined;
	return `Imports go round: ${[file, ...back].join(' → ')}. Move what both ends need into a file below them.`;
};

function rule(description: string, refuse: Refuse): Rule.RuleModule {
	return {
		meta: { type: 'problem', docs: { description }, schema: [] },
		create(context) {
			const file = relative(root, context.filename).split(sep).join('/');
			return {
				[specifiers](node: Rule.Node) {
					if (node.type !== 'Literal' || typeof node.value !== 'string') return;
					const message = refuse(node.value, file);
					if (message !== undefined) context.report({ node, message });
				},
			};
		},
	};
}

/** ESLint's plugin `rooms`. */
export const rooms = {
	rules: {
		border: rule('A room imports only what its line of the table allows.', refuseBorder),
		'no-circle': rule('No file imports itself by way of others, for types either.', refuseCircle),
	},
};
