const BROWSER = [
    "AbortController", "Blob", "CustomEvent", "DataTransfer", "Event", "File", "FileReader", "FormData",
    "KeyboardEvent", "MouseEvent", "Promise", "ResizeObserver", "URL", "URLSearchParams",
    "clearInterval", "clearTimeout", "console", "document", "fetch", "location", "navigator",
    "requestAnimationFrame", "setInterval", "setTimeout", "window",
];
const ODOO = ["luxon", "odoo"];

const readonly = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

// What Odoo's own checks refuse in a component, said once for our code.
const SYNTAX = [
    {
        selector:
            "ClassDeclaration[superClass.name='Component']" +
            ":not(:has(ClassBody.body > PropertyDefinition[key.name='props'][static='true']))",
        message: "A component declares its props.",
    },
    {
        selector:
            "ClassDeclaration[superClass.name='Component']" +
            ":not(:has(ClassBody.body > PropertyDefinition[key.name='template'][static='true']))",
        message: "A component declares its template.",
    },
    {
        selector: "CallExpression[callee.name='_t'] > TemplateLiteral:first-child",
        message: "A term with its values in it is never found in a translation: use %(name)s.",
    },
    {
        selector: "CallExpression[callee.name='_t'] > BinaryExpression:first-child",
        message: "A concatenated term is never found in a translation.",
    },
    {
        selector: "CallExpression[callee.property.name='add'][callee.object.property.name='notification'] > Literal:first-child",
        message: "What a person reads is translated with _t.",
    },
];

export default [
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: readonly([...BROWSER, ...ODOO]),
        },
        rules: {
            "complexity": ["error", 10],
            "curly": "error",
            "eqeqeq": "error",
            "no-const-assign": "error",
            "no-debugger": "error",
            "no-dupe-args": "error",
            "no-dupe-class-members": "error",
            "no-dupe-else-if": "error",
            "no-dupe-keys": "error",
            "no-duplicate-imports": "error",
            "no-eval": "error",
            "no-restricted-globals": ["error", "event", "self", "name", "status"],
            "no-restricted-syntax": ["error", ...SYNTAX],
            "no-shadow": "error",
            "no-undef": "error",
            "no-unreachable": "error",
            "no-unsafe-negation": "error",
            "no-unused-vars": ["error", { args: "after-used", caughtErrors: "all" }],
            "no-var": "error",
            "prefer-const": "error",
            "valid-typeof": "error",
        },
    },
    {
        files: ["addons/*/static/src/**/*.js"],
        rules: { "no-console": "error", "max-lines": ["error", 300] },
    },
];
