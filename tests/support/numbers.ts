/** A table of MariaDB and MySQL alike, `numbers`, whose column `seq` counts from 1 to `count`: for `from`. */
export function numbersTo(count: number): string {
	const list = JSON.stringify(Array.from({ length: count }, (_, i) => i + 1));
	return `json_table('${list}', '$[*]' columns (seq int path '$')) numbers`;
}
