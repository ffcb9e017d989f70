import { describe, expect, it } from 'vitest'
import { fromPlain } from '../../../src/rego/values/json.ts'
import { refusal } from './calling.ts'
import { runValues } from './core.ts'

function render(template: string, variables: unknown): unknown {
  return runValues('strings.render_template', template, fromPlain(variables))
}

describe('strings.render_template', () => {
  it.each([
    ['{{.test}}', { test: 'hello' }, 'hello'],
    ['{{.a.b.c}}', { a: { b: { c: 1 } } }, '1'],
    ['{{.foo}} {{.bar.x}} {{.baz}}', { baz: 1 }, '<undefined> <undefined> 1'],
    ['{{.a}}', { a: null }, '<undefined>'],
    ['{{.a}} {{.b}} {{.c}}', { a: true, b: [1, 'x', null], c: { k: 'v', a: 1 } }, 'true [1 x <nil>] map[a:1 k:v]'],
    ['{{range $i, $name := .names}}{{if $i}},{{end}}hello {{$name}}{{end}}', { names: ['a', 'b'] }, 'hello a,hello b'],
    ['{{range .l}}{{.}};{{else}}none{{end}}', { l: [] }, 'none'],
    ['{{range $k, $v := .m}}{{$k}}={{$v}} {{end}}', { m: { b: 2, a: 1 } }, 'a=1 b=2 '],
    ['{{range .l}}{{if eq . "b"}}{{continue}}{{end}}{{if eq . "d"}}{{break}}{{end}}{{.}}{{end}}', { l: ['a', 'b', 'c', 'd', 'e'] }, 'ac'],
    ['{{range 3}}{{.}}{{end}}', {}, '012'],
    ['{{if .x}}1{{else if .y}}2{{else}}3{{end}}', { y: 'z' }, '2'],
    ['{{if and .x (not .y)}}1{{else}}0{{end}}', { x: 'a' }, '1'],
    ['{{with .a}}{{.b}}{{else}}no{{end}}', { a: { b: 'yes' } }, 'yes'],
    ['{{with $x := .a}}{{$x}}{{end}}', { a: 'v' }, 'v'],
    ['{{$x := "a"}}{{if true}}{{$x = "b"}}{{end}}{{$x}}', {}, 'b'],
    ['{{define "t"}}<{{.}}>{{end}}{{template "t" .a}}{{template "t"}}', { a: 'v' }, '<v><<undefined>>'],
    ['{{block "b" .a}}[{{.}}]{{end}}', { a: 'v' }, '[v]'],
    [' {{- .a -}} \n x', { a: 'v' }, 'vx'],
    ['a{{/* no */}}b {{- /* no */ -}} c', {}, 'abc'],
    ['{{"q\\n" | printf "%q"}} {{`raw`}} {{1.5}} {{0x10}} {{1e3}} {{\'a\'}}', {}, '"q\\n" raw 1.5 16 1000 97'],
    ['{{len .a}} {{len "é"}} {{index .a 1}} {{index .m "k"}}', { a: [1, 2], m: { k: 'v' } }, '2 2 2 v'],
    ['{{slice .a 1}} {{slice "abcd" 1 3}}', { a: [1, 2, 3] }, '[2 3] bc'],
    ['{{print 1 2 "a" "b" 3}} {{println "x"}}', {}, '1 2ab3 x\n'],
    ['{{html "<a href=\'x\'>&"}} {{js "it\'s"}} {{urlquery "a b&c"}}', {}, "&lt;a href=&#39;x&#39;&gt;&amp; it\\'s a+b%26c"],
    ['{{eq 1 1}} {{ne "a" "b"}} {{lt 1 2}} {{ge "b" "a"}} {{eq "x" "a" "x"}} {{eq .a .b}}', { a: 1, b: 1 }, 'true true true true true true'],
    ['{{or "" "x"}} {{and 1 0}} {{not 0}}', {}, 'x 0 true'],
    ['{{printf "%d %s" 1 .a}}', { a: 2 }, '1 2'],
    ['{{printf "%d" .a}}', { a: 2 }, '%!d(json.Number=2)'],
    ['{{if .zero}}a number is a text, and not empty{{end}}', { zero: 0 }, 'a number is a text, and not empty'],
    ['{{$}} {{$.a}} {{(.a)}}', { a: 1 }, 'map[a:1] 1 1'],
    ['no actions', {}, 'no actions'],
    ['', {}, ''],
  ])('%j of %j', (template, variables, result) => {
    expect(render(template, variables)).toBe(result)
  })

  it.each([
    ['{{.x', 'unclosed action'],
    ['{{if .x}}', 'unexpected EOF'],
    ['{{end}}', 'unexpected {{end}}'],
    ['{{foo}}', 'function "foo" not defined'],
    ['{{$y}}', 'undefined variable "$y"'],
    ['{{.x.y}}', "can't evaluate field y in type"],
    ['{{.n.y}}', 'nil pointer evaluating interface {}.y'],
    ['{{template "none"}}', 'template "none" not defined'],
    ['{{break}}', '{{break}} outside {{range}}'],
    ['{{index .l 5}}', 'index out of range'],
    ['{{eq .x 1}}', 'incompatible types for comparison'],
    ['{{len 1}}', 'len of type int'],
    ['{{range .x}}{{end}}', "range can't iterate over"],
    ['{{"a" "b"}}', "can't give argument to non-function"],
    ['{{nil}}', 'nil is not a command'],
    ['{{/* x }}', 'unclosed comment'],
    ['{{(1}}', 'unclosed left paren'],
    ['{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', 'exceeded maximum template depth'],
    ['{{not}}', 'wrong number of args'],
    ['{{"a', 'unterminated quoted string'],
  ])('%j is refused', (template, message) => {
    expect(refusal(() => render(template, { x: 'text', n: null, l: [1] }))).toContain(message)
  })

  it('takes no sets', () => {
    expect(refusal(() => render('{{.a}}', { a: new Set([1]) }))).toContain('invalid character')
  })
})
