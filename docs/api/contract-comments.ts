import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const CONTRACT = join(import.meta.dirname, '../../src/lib/contract');

/** The doc comments of the contract, which schemas do not carry with them when they run. */
export interface ContractComments {
	/** By the name of an endpoint. */
	readonly endpoints: ReadonlyMap<string, string>;
	/** By the code of an error. */
	readonly codes: ReadonlyMap<string, string>;
}

/** Reads what stands above every exported value, and above every code of `statusOfCode`. */
export function readContractComments(): ContractComments {
	const exported = new Map<string, string>();
	const codes = new Map<string, string>();
	for (const name of readdirSync(CONTRACT)) {
		const text = readFileSync(join(CONTRACT, name), 'utf8');
		const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
		for (const { node, declaration } of declarationsOf(source)) {
			keep(exported, declaration.name, node);
			if (declaration.name.getText() !== 'statusOfCode') continue;
			for (const property of propertiesOf(declaration)) keep(codes, property.name, property);
		}
	}
	return { endpoints: exported, codes };
}

function declarationsOf(source: ts.SourceFile) {
	return source.statements
		.filter(ts.isVariableStatement)
		.flatMap((node) =>
			node.declarationList.declarations.map((declaration) => ({ node, declaration })),
		);
}

function propertiesOf({ initializer }: ts.VariableDeclaration): readonly ts.PropertyAssignment[] {
	const object = initializer && ts.isAsExpression(initializer) ? initializer.expression : undefined;
	if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
	return object.properties.filter(ts.isPropertyAssignment);
}

function keep(comments: Map<string, string>, name: ts.Node, commented: ts.Node): void {
	const comment = ts
		.getJSDocCommentsAndTags(commented)
		.map((each) => ts.getTextOfJSDocComment(each.comment) ?? '')
		.join(' ')
		.replaceAll(/\s+/g, ' ');
	if (comment !== '') comments.set(name.getText(), comment);
}
