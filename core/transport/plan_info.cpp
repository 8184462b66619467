// How `transport-plan` explains itself.
#include "core/transport/plan_solver.h"

namespace orthoscope {

const MethodInfo& transport_plan_info() {
    static const MethodInfo info{
        "transport-plan",
        "Transport plan",
        "Finds the cheapest way to carry the source's mass onto the target, as the clouds lie or under --start.",
        "L. Kantorovich (1942); exact: P. Kovacs, Minimum-cost flow algorithms, Optim. Methods Softw. 30 (2015); entropic: "
        "M. Cuturi, NeurIPS (2013), over-relaxed: A. Thibault et al., Algorithms 14 (2021); quadratic: M. Blondel, V. Seguy, A. Rolet, AISTATS (2018); sparse: T. Liu, J. "
        "Puigcerver, M. Blondel, ICLR (2023); Monge gap: T. Uscidda, M. Cuturi, ICML (2023)",
        {"source", "target"},
        {"plan", "matching", "barycentric", "aligned", "rotation", "translation"},
        false,
        false,
        {
            {"start", "Every row to all", "P = a b^T ,  \\langle P, C \\rangle = \\text{mean of } C_{ij} ,  C_{ij} = \\|x_i - y_j\\|^2",
             {{"P", "how much of row i goes to row j"}, {"a", "masses of the source"}, {"b", "masses of the target"},
              {"C", "squared distances"}, {"\\text{cost}", "what carrying costs"}},
             "Without any thought each source row gives to all target rows alike.", 1.2},
            {"candidates", "Candidates", "c_{ij} - f_i - g_j \\text{ small}",
             {{"f_i", "rough price of a source row"}, {"g_j", "rough price of a target row"}, {"\\text{arcs}", "pairs kept"}},
             "Rough prices tell which pairs could be worth using; the others are left out for now.", 1.2},
            {"simplex", "Simplex", "\\min \\langle P, C \\rangle ,  P 1 = a ,  P^T 1 = b",
             {{"P", "a tree of used pairs"}, {"\\text{cost}", "of the best plan on these pairs"}},
             "Mass moves round the cheapest loops of a tree until no loop makes the plan cheaper.", 2.0},
            {"price", "Price", "c_{ij} - f_i - g_j \\ge 0 \\text{ for all } i, j ?",
             {{"f_i", "what a source row pays"}, {"g_j", "what a target row pays"}, {"\\text{gap}", "cost less the lower bound"}},
             "Prices prove the plan: a pair left out that undercuts them joins in, and the simplex runs again.", 1.5},
            {"balance", "Balance", "f_i \\leftarrow (1 - \\omega) f_i - \\omega \\epsilon \\log \\sum_j b_j \\exp((g_j - C_{ij}) / \\epsilon)",
             {{"\\epsilon", "blur, falling step by step"}, {"\\omega", "1; at the last blur more, as steps that repeat allow"}, {"f_i", "price of a source row"}, {"g_j", "price of a target row"},
              {"\\text{marginal error}", "mass that is still missing or too much"}},
             "Rows are scaled to give what they have, columns to get what they want, again and again.", 0.8},
            {"ascend", "Ascend", "P_i = a_i \\Pi((g - c_i) / \\gamma)",
             {{"\\Pi", "nearest point of the simplex, with few entries"}, {"g", "prices of the target rows"},
              {"\\gamma", "strength of the blur"}, {"\\text{marginal error}", "mass that is still missing or too much"}},
             "Each row gives to the few targets that are cheapest at present prices; prices rise where too much arrives.", 0.8},
            {"plan", "Plan", "T(x_i) = \\sum_j P_{ij} y_j / a_i",
             {{"T", "where a row's mass lands on average"}, {"\\text{cost}", "of the plan"}, {"\\text{partners}", "that a row effectively has"}},
             "The plan is read as a map: each row's heaviest partner, and how sure it is.", 2.0},
        },
        MethodFamily::Alignment,
        2,
        true,
    };
    return info;
}

}  // namespace orthoscope
