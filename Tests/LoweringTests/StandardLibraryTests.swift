import Foundation
import OwnershipIR
import Testing

/// The bodies made for the standard library: well formed, and there for what a program calls.
@Suite struct StandardLibraryTests {
  private func module(_ source: String) throws -> Module {
    try LoweringTests.module(source, arguments: ["-std=c++20"], path: "/ownscope/test.cpp")
  }

  /// Names of standard functions that are called and have no body.
  private func unknown(_ source: String) throws -> [String] {
    let module = try module(source)
    #expect(module.verify().map(\.description) == [])
    return module.functions.filter { function in
      function.attributes.isSystem && function.body == nil
        && module[function.qualifiedName].hasPrefix("std::")
    }.map { module[$0.qualifiedName] }.sorted()
  }

  @Test("Values of class type that only the compiler makes are lowered, whatever they are")
  func threeWayComparisons() throws {
    let module = try module(
      """
      #include <compare>
      struct Version { int major, minor; auto operator<=>(const Version &) const = default; };
      int f(int a, int b) { return (a <=> b) < 0 ? 0 : 1; }
      bool g(Version p, Version q) { return p < q || (p <=> q) == 0; }
      """)
    #expect(module.verify().map(\.description) == [])
  }

  @Test("Smart pointers have bodies for all that they are asked")
  func smartPointers() throws {
    let source = """
      #include <memory>
      struct B { virtual ~B() = default; };
      struct D : B, std::enable_shared_from_this<D> { int n; explicit D(int n) : n(n) {} };
      void end(D *);
      int f() {
        auto unique = std::make_unique<D>(1);
        std::unique_ptr<B> base = std::move(unique);
        std::unique_ptr<D, void (*)(D *)> ended(new D(2), end);
        base.reset(new D(3));
        base.swap(base);
        auto many = std::make_unique<int[]>(4);
        many[0] = 1;
        auto shared = std::make_shared<D>(5);
        std::shared_ptr<B> up = shared;
        std::weak_ptr<D> weak = shared;
        std::shared_ptr<int> part(shared, &shared->n);
        auto down = std::static_pointer_cast<D>(up);
        shared->shared_from_this();
        if (auto locked = weak.lock()) return locked->n + locked.use_count();
        return up == nullptr || ended.get() == nullptr || !base;
      }
      """
    #expect(try unknown(source) == [])
  }

  @Test("Sequences")
  func sequences() throws {
    let source = """
      #include <deque>
      #include <list>
      #include <vector>
      #include <memory>
      int f() {
        std::vector<std::unique_ptr<int>> v;
        v.reserve(2);
        v.push_back(std::make_unique<int>(1));
        v.emplace_back(new int(2));
        v.insert(v.begin(), nullptr);
        v.erase(v.begin());
        v.resize(1);
        std::vector<int> n{1, 2}, m(3), k(4, 5), copy(n.begin(), n.end());
        n.assign({1, 2, 3});
        n = m;
        n.swap(k);
        std::list<int> l{1, 2};
        l.push_front(3);
        l.splice(l.begin(), l);
        std::deque<int> d;
        d.push_back(1);
        d.pop_front();
        return *v[0] + n.back() + l.front() + d[0] + *copy.rbegin();
      }
      """
    #expect(try unknown(source) == [])
  }

  @Test("Maps and sets")
  func associative() throws {
    let source = """
      #include <map>
      #include <set>
      #include <string>
      #include <unordered_map>
      int f(std::unordered_map<std::string, int *> &h) {
        std::map<std::string, int *> m;
        m["a"] = new int(1);
        m.emplace("b", nullptr);
        m.insert({"c", nullptr});
        m.try_emplace("d", nullptr);
        m.insert_or_assign("e", nullptr);
        if (auto at = m.find("a"); at != m.end()) m.erase(at);
        m.erase("b");
        std::set<int> s{3, 1};
        s.insert(2);
        return h.count("x") + *m.at("c") + *s.begin() + s.contains(3);
      }
      """
    #expect(try unknown(source) == [])
  }

  @Test("Values of other types inside")
  func values() throws {
    let source = """
      #include <functional>
      #include <optional>
      #include <string>
      #include <string_view>
      #include <tuple>
      #include <variant>
      #include <memory>
      int f() {
        std::optional<std::unique_ptr<int>> o;
        o = std::make_unique<int>(1);
        o.emplace(new int(2));
        std::variant<int, std::string> v = 1;
        v = std::string("text");
        auto t = std::make_tuple(1, std::string("two"));
        std::function<int(int)> g = [&](int x) { return x + **o; };
        auto h = g;
        std::string s = "abc";
        s += "d";
        std::string_view view = s;
        return h(1) + std::get<0>(t) + view[0] + (v.index() == 1) + s.c_str()[0] + o.has_value();
      }
      """
    #expect(try unknown(source) == [])
  }

  @Test("A vector grows to one, then twofold, and gives the old block back")
  func growth() throws {
    let source = """
      #include <vector>
      void f(std::vector<int *> &v, int *p) { v.push_back(p); }
      """
    let module = try module(source)
    let text = module.printed(function: try module.required("push_back"))
    #expect(text.contains("multiply") && text.contains(", 2"))
    #expect(text.contains("allocate new 'int *'"))
    #expect(text.contains("deallocate new"))
  }

  @Test("Characters of a string lie inside it")
  func characters() throws {
    let source = """
      #include <string>
      const char *f(const std::string &s) { return s.c_str(); }
      """
    let module = try module(source)
    #expect(module.printed(function: try module.required("c_str")).contains("+ 16]"))
  }

  @Test("What is not known stays a call")
  func unknownMembers() throws {
    let source = """
      #include <memory>
      #include <thread>
      void f() { std::thread t([] {}); t.join(); }
      """
    #expect(try !unknown(source).isEmpty)
  }
}
