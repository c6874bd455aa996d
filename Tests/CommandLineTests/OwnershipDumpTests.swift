import Foundation
import TestSupport
import Testing

/// The graph of ownership between types, through `ownscope dump ownership`.
@Suite("dump ownership") struct OwnershipDumpTests {
  private func dump(_ files: [String: String], _ arguments: String...) throws -> String {
    let sandbox = try Sandbox(files)
    let sources = files.keys.filter { $0.hasSuffix(".c") || $0.hasSuffix(".cpp") }.sorted()
    let result = try run(
      Repository.ownscope.path, ["dump", "ownership"] + sources + arguments,
      directory: URL(fileURLWithPath: sandbox.path), seconds: 120)
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output
  }

  /// The line of a member, blanks collapsed.
  private func edges(_ output: String, of name: String) -> [String] {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("class \(name) ") }) else { return [] }
    return lines[(start + 1)...].prefix { $0.hasPrefix("  ") }.map {
      $0.split(separator: " ").prefix(4).joined(separator: " ")
    }
  }

  @Test("Members hold by their types, at any nesting")
  func kinds() throws {
    let output = try dump([
      "a.cpp": """
      #include <map>
      #include <memory>
      #include <optional>
      #include <string>
      #include <utility>
      #include <variant>
      #include <vector>
      struct T { int n; };
      struct All {
        T part;
        T parts[3];
        std::vector<T> values;
        std::unique_ptr<T> sole;
        std::vector<std::unique_ptr<T>> soles;
        std::shared_ptr<T> strong;
        std::map<std::string, std::optional<std::shared_ptr<T>>> named;
        std::pair<int, std::variant<int, std::shared_ptr<T>>> mixed;
        std::shared_ptr<std::vector<T>> shared;
        std::weak_ptr<T> weak;
        std::vector<std::weak_ptr<T>> weaks;
        T *pointer;
        T &reference;
        std::vector<T *> pointers;
        std::shared_ptr<T *> behind;
        int number;
      };
      int size(All &all) { return all.number; }
      """
    ])
    #expect(
      edges(output, of: "All") == [
        "part part -> T", "part parts -> T", "part values -> T", "sole sole -> T", "sole soles -> T",
        "strong strong -> T", "strong named -> T", "strong mixed -> T", "strong shared -> T",
        "weak weak -> T",
        "weak weaks -> T", "borrowed pointer -> T", "borrowed reference -> T", "borrowed pointers -> T",
        "borrowed behind -> T",
      ])
    #expect(output.hasSuffix("no possible cycles\n"))
  }

  @Test("A raw pointer is an owner when the class's destructor gives it back, in whatever function")
  func destructors() throws {
    let output = try dump([
      "tree.h": """
      #include <stdlib.h>
      #include <vector>
      struct Note { char *text; ~Note() { free(text); } };
      class Tree {
       public:
        ~Tree();
       private:
        void clear();
        Tree *left, *right, *up;
        Note *note, *spare;
        std::vector<Tree *> children, visited;
        Tree **table;
        int count;
      };
      """,
      "a.cpp": """
      #include "tree.h"
      static void drop(Note *note) { delete note; }
      Tree::~Tree() {
        delete left;
        clear();
        for (Tree *each : children) delete each;
        for (Tree *each : visited) delete each->spare;
        for (int i = 0; i < count; i++) delete table[i];
        free(table);
      }
      void Tree::clear() { if (right) delete right; drop(note); }
      """,
      "b.cpp": "#include \"tree.h\"\nvoid grow(Tree &) { new Tree; }\n",
    ])
    #expect(
      edges(output, of: "Tree") == [
        "sole left -> Tree", "sole right -> Tree", "borrowed up -> Tree", "sole note -> Note",
        "borrowed spare -> Note", "sole children -> Tree", "borrowed visited -> Tree", "sole table -> Tree",
      ])
  }

  @Test("An intrusive pointer is a counted owner where rows say what its destructor calls")
  func intrusive() throws {
    let output = try dump(
      [
        "a.cpp": """
        class Scene;
        class Node { public: void ref(); virtual void unref(); };
        class NodeRef { public: explicit NodeRef(Node *node) : node_(node) { node_->ref(); } ~NodeRef() { node_->unref(); }
          private: Node *node_; };
        class Scene : public Node { NodeRef root; Node *focus; public: Scene(Node *n) : root(n), focus(n) {} };
        void f(Node *n) { Scene scene(n); }
        """,
        ".ownscope.yaml": """
        models:
          families: ['node: memory "node" made, released by Node::unref; counted; same as new']
          functions: ['Node::ref(retain node)', 'Node::unref(release node)']

        """,
      ])
    #expect(edges(output, of: "NodeRef") == ["strong node_ -> Node"])
    #expect(edges(output, of: "Scene") == ["part root -> NodeRef", "borrowed focus -> Node"])
    #expect(output.contains("NodeRef.node_ -strong-> Node (a Scene)"))
  }

  @Test("A function member may hold any closure that its type is made from; what the closure captures counts")
  func closures() throws {
    let output = try dump([
      "a.cpp": """
      #include <functional>
      #include <memory>
      struct Button { std::function<void()> on_click; };
      struct Window { std::shared_ptr<Button> button; int clicks = 0; };
      void wire(std::shared_ptr<Window> window) {
        window->button->on_click = [window] { window->clicks++; };
      }
      void watch(std::shared_ptr<Window> window, Button &other) {
        std::weak_ptr<Window> weak = window;
        other.on_click = [weak] { if (auto strong = weak.lock()) strong->clicks++; };
      }
      """
    ])
    #expect(edges(output, of: "lambda at a.cpp:6:30").isEmpty)
    #expect(output.contains("  strong    on_click -> lambda at a.cpp:6:30"))
    #expect(output.contains("  weak      weak -> Window"))
    #expect(
      output.hasSuffix(
        """
        possible cycle
          Button.on_click -strong-> lambda at a.cpp:6:30  a.cpp:3
          window in lambda at a.cpp:6:30 -strong-> Window  a.cpp:6
          Window.button -strong-> Button  a.cpp:4
          make weak: window in lambda at a.cpp:6:30, which the closure can capture as a weak pointer

        """))
  }

  @Test("Files are one graph: classes that only know each other by declaration meet, whatever the order")
  func modules() throws {
    let files = [
      "child.h":
        "#pragma once\n#include <memory>\nstruct Parent;\nstruct Child { std::shared_ptr<Parent> owner; };\n",
      "parent.h":
        "#pragma once\n#include <memory>\n#include <vector>\nstruct Child;\n"
        + "struct Parent { std::vector<std::shared_ptr<Child>> kids; };\n",
      "a.cpp": "#include \"child.h\"\nvoid a(Child &child) { child.owner = nullptr; }\n",
      "b.cpp":
        "#include \"parent.h\"\n#include \"child.h\"\nvoid b(Parent &parent) { parent.kids.clear(); }\n",
    ]
    let output = try dump(files)
    #expect(
      output.hasSuffix(
        """
        possible cycle
          Child.owner -strong-> Parent  child.h:4
          Parent.kids -strong-> Child  parent.h:5
          make weak: Child.owner, whose name says “owner”

        """))
    let sandbox = try Sandbox(files)
    #expect(try sandbox.ownscope("dump", "ownership", "b.cpp", "a.cpp").output == output)
  }

  @Test("Derived classes count for pointers to bases, and inherit what bases hold")
  func hierarchies() throws {
    let output = try dump([
      "a.cpp": """
      #include <memory>
      #include <vector>
      struct Group;
      struct Shape { virtual ~Shape() = default; std::shared_ptr<Group> group; };
      struct Circle : Shape { int radius; };
      struct Group { std::vector<std::shared_ptr<Circle>> circles; };
      struct Layer : Group { std::vector<std::unique_ptr<Group>> parts; std::unique_ptr<Layer> next; };
      void f(Layer &) {}
      """
    ])
    #expect(output.contains("class Circle : Shape  a.cpp:5"))
    #expect(
      output.contains(
        """
        possible cycle
          Shape.group -strong-> Group  a.cpp:4
          Group.circles -strong-> Circle  a.cpp:6
          make weak: Group.circles, which closes the ring in declaration order

        """))
    // A ring of sole owners is no ring of shared ones.
    #expect(output.components("possible cycle") == 1)
  }

  @Test("As Graphviz every class is a node and every edge has its style")
  func graphviz() throws {
    let output = try dump(
      [
        "a.cpp": """
        #include <memory>
        struct Node { std::shared_ptr<Node> next; std::weak_ptr<Node> prev; Node *seen; };
        void f(Node &) {}
        """
      ], "--dot")
    #expect(
      output == """
        digraph ownership {
          node [shape=box, fontname="monospace"];
          c0 [label="Node"];
          c0 -> c0 [label="next\\nstrong", style=bold, color=red, arrowhead=dot];
          c0 -> c0 [label="prev\\nweak", style=dashed];
          c0 -> c0 [label="seen\\nborrowed", style=dotted];
        }

        """)
  }

  @Test("C has pointers that somebody else releases")
  func plainC() throws {
    let output = try dump([
      "a.c": "struct node { struct node *next; int n; };\nint f(struct node *node) { return node->n; }\n"
    ])
    #expect(edges(output, of: "node") == ["borrowed next -> node"])
  }
}

extension String {
  /// How often a text stands in it.
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
