import { describe, expect, it } from 'vitest'
import { refusal } from './calling.ts'
import { run } from './core.ts'

const s = (...items: readonly unknown[]) => new Set(items)

describe('aggregates', () => {
  it.each([
    ['count', ['a😀é'], '3'],
    ['count', [{ a: 1 }], '1'],
    ['count', [s(1, 1)], '1'],
    ['sum', [[1, 2, 3]], '6'],
    ['sum', [s(1, 2)], '3'],
    ['sum', [[]], '0'],
    ['sum', [[0.1, 0.2, 1]], '1.3'],
    ['sum', [[9007199254740991, 9007199254740991]], '18014398509481982'],
    ['product', [[]], '1'],
    ['product', [[2, 3, 4]], '24'],
    ['product', [[0.1, 3]], '0.30000000000000004'],
    ['max', [[1, 'a', null]], '"a"'],
    ['max', [s(3, 1)], '3'],
    ['max', [[]], 'undefined'],
    ['min', [[1, 'a', null]], 'null'],
    ['min', [s()], 'undefined'],
    ['sort', [['b', 'a', 1]], '[1, "a", "b"]'],
    ['sort', [s(2, 1)], '[1, 2]'],
    ['all', [[true, true]], 'true'],
    ['all', [[]], 'true'],
    ['all', [[true, 1]], 'false'],
    ['any', [[]], 'false'],
    ['any', [s(true)], 'true'],
    ['internal.member_2', [1, [1, 2]], 'true'],
    ['internal.member_2', [1, { a: 1 }], 'true'],
    ['internal.member_2', ['a', { a: 1 }], 'false'],
    ['internal.member_2', ['a', 'abc'], 'false'],
    ['internal.member_3', [0, 'x', ['x']], 'true'],
    ['internal.member_3', ['a', 1, { a: 1 }], 'true'],
    ['internal.member_3', [1, 1, s(1)], 'true'],
    ['internal.member_3', [1, 2, s(1, 2)], 'false'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it.each([
    ['count', [1], 'operand 1 must be one of {array, object, set, string} but got number'],
    ['sum', ['x'], 'operand 1 must be one of {set, array} but got string'],
    ['sum', [[1, 'x']], 'operand 1 must be array of numbers but got array containing string'],
    ['product', [s('x')], 'operand 1 must be set of numbers but got set containing string'],
    ['sort', [{}], 'operand 1 must be one of {set, array} but got object'],
    ['any', [1], 'operand 1 must be one of {array, set} but got number'],
  ])('%s refuses %o', (name, operands, message) => {
    expect(refusal(() => run(name, ...operands))).toBe(message)
  })
})

describe('arrays and sets', () => {
  it.each([
    ['array.concat', [[1], [2, 3]], '[1, 2, 3]'],
    ['array.concat', [[], []], '[]'],
    ['array.flatten', [[1, [2, [3]], []]], '[1, 2, [3]]'],
    ['array.reverse', [[1, 2]], '[2, 1]'],
    ['array.slice', [[1, 2, 3], 1, 2], '[2]'],
    ['array.slice', [[1, 2, 3], -5, 99], '[1, 2, 3]'],
    ['array.slice', [[1, 2, 3], 2, 1], '[]'],
    ['and', [s(1, 2), s(2, 3)], '{2}'],
    ['or', [s(1), s(2)], '{1, 2}'],
    ['set_diff', [s(1, 2), s(2)], '{1}'],
    ['union', [s(s(1), s(2, 1))], '{1, 2}'],
    ['union', [s()], 'set()'],
    ['intersection', [s(s(1, 2), s(2))], '{2}'],
    ['intersection', [s()], 'set()'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it.each([
    ['array.concat', [1, []], 'operand 1 must be array but got number'],
    ['array.slice', [[], 0.5, 1], 'operand 2 must be integer number but got floating-point number'],
    ['and', [[], s()], 'operand 1 must be set but got array'],
    ['union', [s([])], 'operand 1 must be set but got array'],
  ])('%s refuses %o', (name, operands, message) => {
    expect(refusal(() => run(name, ...operands))).toBe(message)
  })
})

describe('objects', () => {
  const nested = { a: { b: [10, { c: 'x' }] }, d: s('e') }

  it.each([
    ['object.get', [nested, 'a', 0], '{"b": [10, {"c": "x"}]}'],
    ['object.get', [nested, 'z', 0], '0'],
    ['object.get', [nested, ['a', 'b', 1, 'c'], 0], '"x"'],
    ['object.get', [nested, ['a', 'b', '1'], 0], '0'],
    ['object.get', [nested, ['d', 'e'], 0], '"e"'],
    ['object.get', [{ a: 1 }, [], 0], '{"a": 1}'],
    ['object.get', [new Map([[1, 2]]), 1, 0], '2'],
    ['object.keys', [{ b: 1, a: 2 }], '{"a", "b"}'],
    ['object.filter', [{ a: 1, b: 2 }, ['a', 'z']], '{"a": 1}'],
    ['object.filter', [{ a: 1, b: 2 }, { b: 0 }], '{"b": 2}'],
    ['object.remove', [{ a: 1, b: 2 }, s('a')], '{"b": 2}'],
    [
      'object.union',
      [
        { a: { x: 1 }, b: 1 },
        { a: { y: 2 }, b: { z: 3 } },
      ],
      '{"a": {"x": 1, "y": 2}, "b": {"z": 3}}',
    ],
    ['object.union_n', [[{ a: { b: 2 } }, { a: 4 }, { a: { c: 3 } }]], '{"a": {"c": 3}}'],
    ['object.union_n', [[]], '{}'],
    ['object.subset', [{ a: { b: 1, c: 2 } }, { a: { b: 1 } }], 'true'],
    ['object.subset', [{ a: [1, 2, 3] }, { a: [2, 3] }], 'true'],
    ['object.subset', [{ a: s(1, 2) }, { a: s(2) }], 'true'],
    ['object.subset', [{ a: 1 }, { a: 2 }], 'false'],
    [
      'object.subset',
      [
        [1, 2, 3, 4],
        [2, 4],
      ],
      'false',
    ],
    ['object.subset', [[1, 2, 3], s(3, 1)], 'true'],
    ['object.subset', [[], s()], 'false'],
    ['object.subset', [s(1), s(1, 2)], 'false'],
    ['json.filter', [{ a: { b: 1, c: 2 }, d: 3 }, ['a/b', '/d']], '{"a": {"b": 1}, "d": 3}'],
    ['json.filter', [{ a: [1, 2, 3] }, ['a/1']], '{"a": [2]}'],
    ['json.filter', [{ 'a/b': 1 }, ['a~1b']], '{"a/b": 1}'],
    ['json.filter', [{ a: 'x' }, ['a/b/c']], '{"a": "x"}'],
    ['json.filter', [{ a: { b: 1 } }, [['a', 'b']]], '{"a": {"b": 1}}'],
    ['json.filter', [{ a: 1 }, []], '{}'],
    ['json.remove', [{ a: { b: 1, c: 2 }, d: 3 }, s('a/b', 'd')], '{"a": {"c": 2}}'],
    ['json.remove', [{ a: [1, 2, 3] }, ['a/0', 'a/2']], '{"a": [2]}'],
    ['json.remove', [{ a: { b: 1 } }, ['a', 'a/b']], '{}'],
    ['json.remove', [{ a: 1 }, ['x/y']], '{"a": 1}'],
    ['json.remove', [{ a: 1 }, ['']], '{"a": 1}'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it.each([
    ['object.get', [[], 'a', 0], 'operand 1 must be object but got array'],
    ['object.remove', [{}, 'a'], 'operand 2 must be one of {object, set, array} but got string'],
    ['object.union_n', [[{}, 1]], 'operand 1 must be array of objects but got array containing number'],
    ['object.subset', [{}, []], 'both arguments object.subset must be of the same type or array and set'],
    ['json.filter', [{}, 'a'], 'operand 2 must be one of {set, array} but got string'],
    ['json.remove', [{}, [1]], 'operand 2 must be one of {set, array} containing string paths or array of path segments but got number'],
  ])('%s refuses %o', (name, operands, message) => {
    expect(refusal(() => run(name, ...operands))).toBe(message)
  })
})

describe('json.patch', () => {
  it.each([
    ['adds a field', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], '{"a": 1, "b": 2}'],
    ['inserts an item', { a: [1, 3] }, [{ op: 'add', path: 'a/1', value: 2 }], '{"a": [1, 2, 3]}'],
    ['adds at the end', [1], [{ op: 'add', path: '/-', value: 2 }], '[1, 2]'],
    ['adds to a set', { a: s(1) }, [{ op: 'add', path: ['a', 2], value: 2 }], '{"a": {1, 2}}'],
    ['replaces everything', 1, [{ op: 'add', path: '', value: 2 }], '2'],
    ['removes a field', { a: 1, b: 2 }, [{ op: 'remove', path: 'a' }], '{"b": 2}'],
    ['removes an item', [1, 2, 3], [{ op: 'remove', path: '/1' }], '[1, 3]'],
    ['removes from a set', s(1, 'x'), [{ op: 'remove', path: 'x' }], '{1}'],
    ['replaces in a nested place', { a: { b: [0, { c: 1 }] } }, [{ op: 'replace', path: '/a/b/1/c', value: 2 }], '{"a": {"b": [0, {"c": 2}]}}'],
    ['moves', { a: { b: 1 } }, [{ op: 'move', from: 'a/b', path: 'c' }], '{"a": {}, "c": 1}'],
    ['copies', { a: [1] }, [{ op: 'copy', from: 'a', path: 'b' }], '{"a": [1], "b": [1]}'],
    ['tests', { a: 1 }, [{ op: 'test', path: 'a', value: 1 }], '{"a": 1}'],
    [
      'fails as a whole',
      { a: 1 },
      [
        { op: 'add', path: 'b', value: 1 },
        { op: 'test', path: 'a', value: 2 },
      ],
      'undefined',
    ],
    [
      'goes one by one',
      { a: 1 },
      [
        { op: 'remove', path: 'a' },
        { op: 'add', path: 'a', value: 5 },
      ],
      '{"a": 5}',
    ],
    ['knows keys of any type', new Map([[1, 'x']]), [{ op: 'replace', path: [1], value: 'y' }], '{1: "y"}'],
    ['goes through sets by their items', { a: s([1]) }, [{ op: 'add', path: ['a', [1], 1], value: 2 }], '{"a": {[1, 2]}}'],
    ['does nothing without operations', { a: 1 }, [], '{"a": 1}'],
    ['needs a place that exists', {}, [{ op: 'add', path: 'x/y', value: 1 }], 'undefined'],
    ['needs an index in the array', [1], [{ op: 'add', path: '/3', value: 1 }], 'undefined'],
    ['takes no leading zeros', [1, 2], [{ op: 'remove', path: '/01' }], 'undefined'],
    ['needs a field to remove', {}, [{ op: 'remove', path: 'x' }], 'undefined'],
    ['needs a value', {}, [{ op: 'add', path: 'x' }], 'undefined'],
    ['needs an operation that exists', {}, [{ op: 'frob', path: 'x' }], 'undefined'],
    ['needs the set item as its key', { a: s(1) }, [{ op: 'add', path: ['a', 2], value: 3 }], 'undefined'],
    ['has nothing left without a root', 1, [{ op: 'remove', path: '' }], 'undefined'],
  ])('%s', (_, target, operations, result) => {
    expect(run('json.patch', target, operations)).toBe(result)
  })

  it('leaves its target as it was', () => {
    const target = { a: [1, { b: 2 }] }
    run('json.patch', target, [{ op: 'replace', path: '/a/1/b', value: 3 }])
    expect(target).toEqual({ a: [1, { b: 2 }] })
  })
})

describe('graphs', () => {
  const graph = { a: ['b', 'c'], b: s('a'), c: [], d: ['a'] }

  it.each([
    ['graph.reachable', [graph, ['a']], '{"a", "b", "c"}'],
    ['graph.reachable', [graph, s('c', 'z')], '{"c"}'],
    ['graph.reachable', [{ a: null }, ['a']], '{"a"}'],
    ['graph.reachable_paths', [graph, ['a']], '{["a", "b"], ["a", "c"]}'],
    ['graph.reachable_paths', [{ a: ['x'] }, ['a']], '{["a"]}'],
    ['graph.reachable_paths', [{ a: [] }, ['a', 'z']], '{["a"]}'],
    ['graph.reachable_paths', [{ a: ['a'] }, ['a']], '{["a", "a"]}'],
    ['graph.reachable_paths', [{ a: ['b', 'c'], b: ['c'], c: [] }, s('a')], '{["a", "b", "c"], ["a", "c"]}'],
    ['graph.reachable_paths', [{ a: ['b'], b: ['c', 'd'], c: ['x'], d: ['c'] }, ['a']], '{["a", "b", "c"], ["a", "b", "d"]}'],
    ['graph.reachable_paths', [{ a: ['b'], b: ['c', 'd'], c: ['e'], d: ['c'], e: [] }, ['a']], '{["a", "b", "c", "e"], ["a", "b", "d"]}'],
    ['graph.reachable_paths', [{ a: ['b'], b: ['c'], c: ['b', 'd'], d: [] }, ['a']], '{["a", "b", "c"], ["a", "b", "c", "d"]}'],
    ['walk', [{ a: [1] }], '[[[], {"a": [1]}], [["a"], [1]], [["a", 0], 1]]'],
    ['walk', [s('x')], '[[[], {"x"}], [["x"], "x"]]'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it('begin with arrays and sets only', () => {
    expect(refusal(() => run('graph.reachable', {}, 'a'))).toBe('operand 2 must be {array, set} but got string')
  })
})
