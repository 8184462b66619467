// Formula: the markup in which methods state their formulas, and what it means. Setting it in type is typeset.h.
//
//   letters            italic variables, but min max det tr diag rank exp log as whole words stand upright
//   digits, brackets   upright; spaces separate, and are not shown
//   \alpha ... \Omega  Greek (small letters italic, capitals upright)
//   ^{..}  _{..}       raised and lowered; one character or command needs no braces; ^T is a transpose
//   '                  a prime
//   { .. }             a group
//   \frac{a}{b}  \sqrt{a}  \bar{a}  \hat{a}  \text{plain words}  \mathrm{..}  \mathbf{..}
//   \sum \prod \int \partial \nabla \infty \cdot \times \pm \circ \le \ge \ne \approx \equiv \sim \propto \in \to
//   \mapsto \leftarrow \Rightarrow \perp \otimes \oplus \odot \top \| \langle \rangle \ldots \cdots \quad \,
//   \det \tr \min \max \argmin \argmax \diag \rank \log \exp \sin \cos \sign \SO \O   upright names
//
// Other Unicode characters stand for themselves; an unknown \name is shown as its name, upright.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orthoscope {

struct FormulaNode;
using Formula = std::vector<FormulaNode>;

struct FormulaNode {
    enum class Kind { Variable, Upright, Bold, Operator, Relation, Large, Space, Group, Fraction, Root, Bar, Hat };
    Kind kind = Kind::Upright;
    std::string text;              // UTF-8; of a space its width in thousandths of an em
    std::vector<Formula> parts;    // of a group, bar, hat or root one, of a fraction two
    Formula lower, raised;         // its subscript and superscript
};

// Never fails: unbalanced braces are closed at the end, stray ones skipped; nesting beyond 32 is flattened.
Formula parse_formula(std::string_view markup);
// One line of text, for screen readers, search and tests: "M = Xᵀ W Y", "σ_i", "‖XQ − Y‖²".
std::string plain_text(const Formula& formula);
// Axis names of a scene ("u1", "PC 2") as markup: digits behind one letter are lowered.
std::string label_markup(std::string_view label);

}  // namespace orthoscope
