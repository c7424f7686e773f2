#include "graph/svg.h"

#include <dlfcn.h>

#include <cstdlib>
#include <memory>

namespace backout::graph {

namespace {

/// The part of Graphviz's C interface that is needed ("Using Graphviz as a library"), found at run time: the same in
/// all its versions since 2.30.
class Graphviz {
public:
    static std::unique_ptr<Graphviz> load() {
        for (const char* name : {"libgvc.so.6", "libgvc.so.7", "libgvc.so"})
            if (void* library = dlopen(name, RTLD_LAZY | RTLD_LOCAL)) {
                auto graphviz = std::unique_ptr<Graphviz>(new Graphviz(library));
                if (graphviz->is_complete()) return graphviz;
            }
        return nullptr;
    }
    Graphviz(const Graphviz&) = delete;
    Graphviz& operator=(const Graphviz&) = delete;
    // Its plugins do not stand being unloaded: the library stays for the rest of the process.
    ~Graphviz() = default;

    tl::expected<std::string, std::string> draw(const std::string& dot) const {
        std::unique_ptr<void, int (*)(void*)> context(gv_context_(), gv_free_context_);
        std::unique_ptr<void, int (*)(void*)> graph(ag_read_(dot.c_str()), ag_close_);
        if (!context || !graph) return tl::unexpected(std::string("Graphviz could not read the graph"));
        if (gv_layout_(context.get(), graph.get(), "dot") != 0)
            return tl::unexpected(std::string("Graphviz has no layout \"dot\": its plugins are not installed"));
        char* drawn = nullptr;
        // The length is an unsigned int in older versions and a size_t in newer ones.
        std::size_t length = 0;
        const int failed = gv_render_(context.get(), graph.get(), "svg", &drawn, &length);
        std::string svg = failed == 0 && drawn ? std::string(drawn, length) : std::string();
        if (drawn) gv_free_drawn_(drawn);
        gv_free_layout_(context.get(), graph.get());
        if (svg.empty()) return tl::unexpected(std::string("Graphviz cannot draw SVG: its plugins are not installed"));
        return svg;
    }

private:
    explicit Graphviz(void* library) {
        find(library, "gvContext", gv_context_);
        find(library, "gvFreeContext", gv_free_context_);
        find(library, "gvLayout", gv_layout_);
        find(library, "gvFreeLayout", gv_free_layout_);
        find(library, "gvRenderData", gv_render_);
        find(library, "gvFreeRenderData", gv_free_drawn_);
        // Of libcgraph, which libgvc brings.
        find(library, "agmemread", ag_read_);
        find(library, "agclose", ag_close_);
    }

    template <class Function>
    static void find(void* library, const char* name, Function& function) {
        function = reinterpret_cast<Function>(dlsym(library, name));
    }

    bool is_complete() const {
        return gv_context_ && gv_free_context_ && gv_layout_ && gv_free_layout_ && gv_render_ && gv_free_drawn_ &&
               ag_read_ && ag_close_;
    }

    void* (*gv_context_)() = nullptr;
    int (*gv_free_context_)(void*) = nullptr;
    int (*gv_layout_)(void*, void*, const char*) = nullptr;
    int (*gv_free_layout_)(void*, void*) = nullptr;
    int (*gv_render_)(void*, void*, const char*, char**, std::size_t*) = nullptr;
    void (*gv_free_drawn_)(char*) = nullptr;
    void* (*ag_read_)(const char*) = nullptr;
    int (*ag_close_)(void*) = nullptr;
};

}  // namespace

tl::expected<std::string, std::string> draw_svg(const std::string& dot) {
    const auto graphviz = Graphviz::load();
    if (!graphviz) return tl::unexpected(std::string("Graphviz's library (libgvc) is not installed"));
    return graphviz->draw(dot);
}

}  // namespace backout::graph
